package dev.ferry.security.verified.internal;

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

/** The terms of a paired device that is asked about each time: verified, or unverified and then with the secure defaults. */
final class VerifiedProfile implements SecurityProfile {
    static final String ID = "verified";
    /** Sync goes on when nobody looks, so it needs the standing permission that only trust gives. */
    static final String NO_SYNC = "verified-no-sync";
    /** A link is replaced after this much, long before its cipher would mind. */
    static final long LINK_BYTES = 64L * 1024 * 1024 * 1024;
    static final int SMALLEST_CHUNK = 64 * 1024;
    static final int LARGEST_CHUNK = 4 * 1024 * 1024;
    static final int UNVERIFIED_CHUNK = 256 * 1024;
    static final int UNVERIFIED_STREAMS = 2;

    private final SessionTerms verified;
    private final SessionTerms unverified;

    private VerifiedProfile(SessionTerms verified, SessionTerms unverified) {
        this.verified = verified;
        this.unverified = unverified;
    }

    /** @throws FerryException a setting is out of bounds or breaks a promise: the problem names it */
    static VerifiedProfile of(VerifiedSettings settings) throws FerryException {
        within("streams", settings.streams(), 1, 16);
        within("linkLifeMinutes", settings.linkLifeMinutes(), 5, VerifiedSettings.LINK_LIFE_MINUTES);
        within("bytesPerSecond", settings.bytesPerSecond(), 0, Long.MAX_VALUE);
        within("unverifiedBytesPerSecond", settings.unverifiedBytesPerSecond(), 0, Long.MAX_VALUE);
        if (settings.features().contains(Feature.SYNC)) {
            throw refused("features", "the rule " + NO_SYNC + " keeps folders equal with trusted devices only.");
        }
        Keys keys = new Keys(false, Duration.ofMinutes(settings.linkLifeMinutes()), LINK_BYTES);
        return new VerifiedProfile(
                new SessionTerms("verified", Consent.ASK, keys, true, new Chunking(true, SMALLEST_CHUNK, LARGEST_CHUNK), settings.streams(),
                        settings.compressFrom() < 0 ? OptionalLong.empty() : OptionalLong.of(settings.compressFrom()), limit(settings.bytesPerSecond()),
                        OptionalLong.empty(), Optional.empty(), Metadata.FULL, true, settings.features()),
                new SessionTerms("unverified", Consent.ASK, keys, true, new Chunking(false, UNVERIFIED_CHUNK, UNVERIFIED_CHUNK), UNVERIFIED_STREAMS,
                        OptionalLong.empty(), limit(settings.unverifiedBytesPerSecond()), OptionalLong.empty(), Optional.empty(), Metadata.TIMES, true,
                        Set.of()));
    }

    private static OptionalLong limit(long bytesPerSecond) {
        return bytesPerSecond == 0 ? OptionalLong.empty() : OptionalLong.of(bytesPerSecond);
    }

    static Set<Feature> features(String... names) throws FerryException {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (String name : names) {
            try {
                features.add(Feature.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw refused("features", "features names " + PeerText.escape(name, 40) + " and may name MOVE and REFERENCE.");
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
        return new FerryException(new Problem.BadConfiguration(VerifiedComponent.PID + "/" + key,
                "The configuration " + VerifiedComponent.PID + " is refused: " + why + " Correct it there."));
    }

    @Override
    public SessionTerms terms(DeviceRelationship relationship) {
        return switch (relationship.governedBy()) {
            case "verified" -> verified;
            case "unverified" -> unverified;
            default -> throw new IllegalArgumentException(
                    "This profile governs verified and unverified devices, not a relationship that is " + relationship.governedBy());
        };
    }
}
