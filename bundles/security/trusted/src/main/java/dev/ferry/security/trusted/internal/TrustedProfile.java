package dev.ferry.security.trusted.internal;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Chunking;
import dev.ferry.model.SessionTerms.Consent;
import dev.ferry.model.SessionTerms.Feature;
import dev.ferry.model.SessionTerms.Keys;
import dev.ferry.model.SessionTerms.Metadata;
import dev.ferry.spi.security.SecurityProfile;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The terms of a trusted device: everything that the relationship can carry, as fast as it goes. */
final class TrustedProfile implements SecurityProfile {
    static final String ID = "trusted";
    /** A link is replaced after this much, long before its cipher would mind. */
    static final long LINK_BYTES = 64L * 1024 * 1024 * 1024;
    static final int SMALLEST_CHUNK = 64 * 1024;
    static final int LARGEST_CHUNK = 4 * 1024 * 1024;

    private final SessionTerms terms;

    private TrustedProfile(SessionTerms terms) {
        this.terms = terms;
    }

    /** @throws FerryException a setting is out of bounds: the problem names it */
    static TrustedProfile of(TrustedSettings settings) throws FerryException {
        within("streams", settings.streams(), 1, 16);
        within("linkLifeMinutes", settings.linkLifeMinutes(), 5, TrustedSettings.LINK_LIFE_MINUTES);
        within("bytesPerSecond", settings.bytesPerSecond(), 0, Long.MAX_VALUE);
        return new TrustedProfile(new SessionTerms(ID, settings.autoAccept() ? Consent.AUTOMATIC : Consent.ASK,
                new Keys(false, Duration.ofMinutes(settings.linkLifeMinutes()), LINK_BYTES), true, new Chunking(true, SMALLEST_CHUNK, LARGEST_CHUNK),
                settings.streams(), settings.compressFrom() < 0 ? OptionalLong.empty() : OptionalLong.of(settings.compressFrom()),
                settings.bytesPerSecond() == 0 ? OptionalLong.empty() : OptionalLong.of(settings.bytesPerSecond()), OptionalLong.empty(), Optional.empty(),
                Metadata.FULL, true, settings.features()));
    }

    static Set<Feature> features(String... names) throws FerryException {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (String name : names) {
            try {
                features.add(Feature.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw refused("features", "features names " + PeerText.escape(name, 40) + " and may name MOVE, REFERENCE and SYNC.");
            }
        }
        return features;
    }

    private static void within(String key, long value, long least, long most) throws FerryException {
        if (value < least || value > most) {
            throw refused(key, key + " is " + value + " and may be " + least + " to " + most + ".");
        }
    }

    private static FerryException refused(String key, String why) {
        return new FerryException(new Problem.BadConfiguration(TrustedComponent.PID + "/" + key,
                "The configuration " + TrustedComponent.PID + " is refused: " + why + " Correct it there."));
    }

    @Override
    public SessionTerms terms(DeviceRelationship relationship) {
        if (!relationship.governedBy().equals("trusted")) {
            throw new IllegalArgumentException("This profile governs trusted devices, not a relationship that is " + relationship.governedBy());
        }
        return terms;
    }
}
