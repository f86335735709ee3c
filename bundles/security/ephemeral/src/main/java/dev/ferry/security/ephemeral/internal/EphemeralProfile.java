package dev.ferry.security.ephemeral.internal;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Chunking;
import dev.ferry.model.SessionTerms.Consent;
import dev.ferry.model.SessionTerms.Keys;
import dev.ferry.model.SessionTerms.Metadata;
import dev.ferry.spi.security.SecurityProfile;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The terms of a stranger's drop. Who was given a code or ticket is no passer-by and gets another rate and metadata, nothing else. */
final class EphemeralProfile implements SecurityProfile {
    static final String ID = "ephemeral";
    static final String CONSENT = "unknown-consent";
    static final String THROWAWAY_KEYS = "unknown-throwaway-keys";
    static final String NO_HISTORY = "unknown-no-history";
    static final String NO_RESUME = "unknown-no-resume";
    static final String LITTLE_METADATA = "unknown-metadata";

    private static final int LONGEST_MINUTES = 24 * 60;
    private static final int LARGEST_CHUNK = 4 * 1024 * 1024;

    private final SessionTerms passerBy;
    private final SessionTerms guest;

    private EphemeralProfile(SessionTerms passerBy, SessionTerms guest) {
        this.passerBy = passerBy;
        this.guest = guest;
    }

    /** @throws FerryException a setting is out of bounds or breaks a promise: the problem names it */
    static EphemeralProfile of(EphemeralSettings settings) throws FerryException {
        EphemeralSettings.Promises promises = settings.promises();
        promise("requireExplicitConsent", promises.requireExplicitConsent(), CONSENT, "a person is asked about every stranger's offer");
        promise("perfectForwardSecrecy", promises.perfectForwardSecrecy(), THROWAWAY_KEYS, "each transfer has keys of its own");
        promise("autoDeleteKeys", promises.autoDeleteKeys(), THROWAWAY_KEYS, "keys are destroyed with their transfer");
        promise("history", !promises.history(), NO_HISTORY, "nothing of a stranger's drop is remembered");
        promise("resumable", !promises.resumable(), NO_RESUME, "a drop continues only where both people agreed to it when it was accepted");
        promise("codeMetadata", settings.codeMetadata() != Metadata.FULL, LITTLE_METADATA, "permissions and attributes are not exchanged with strangers");
        within("bytesPerSecond", settings.bytesPerSecond(), 0, Long.MAX_VALUE);
        within("codeBytesPerSecond", settings.codeBytesPerSecond(), 0, Long.MAX_VALUE);
        within("maxFileBytes", settings.maxFileBytes(), 0, Long.MAX_VALUE);
        within("timeoutMinutes", settings.timeoutMinutes(), 1, LONGEST_MINUTES);
        within("streams", settings.streams(), 1, 4);
        within("chunkBytes", settings.chunkBytes(), 64 * 1024, LARGEST_CHUNK);
        if (Integer.bitCount(settings.chunkBytes()) != 1) {
            throw refused("chunkBytes", "chunkBytes is " + settings.chunkBytes() + " and must be a power of two.");
        }
        return new EphemeralProfile(terms(settings, settings.bytesPerSecond(), Metadata.MINIMAL),
                terms(settings, settings.codeBytesPerSecond(), settings.codeMetadata()));
    }

    private static SessionTerms terms(EphemeralSettings settings, long bytesPerSecond, Metadata metadata) {
        Duration timeout = Duration.ofMinutes(settings.timeoutMinutes());
        // One link is one transfer: it is never replaced, it ends.
        Keys keys = new Keys(true, timeout, Long.MAX_VALUE);
        return new SessionTerms(ID, Consent.ASK, keys, false, new Chunking(false, settings.chunkBytes(), settings.chunkBytes()), settings.streams(),
                OptionalLong.empty(), limit(bytesPerSecond), limit(settings.maxFileBytes()), Optional.of(timeout), metadata, false, Set.of());
    }

    private static OptionalLong limit(long value) {
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    static Metadata metadata(String name) throws FerryException {
        try {
            return Metadata.valueOf(name.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw refused("codeMetadata", "codeMetadata is " + PeerText.escape(name, 40) + " and may be minimal or times.");
        }
    }

    private static void promise(String key, boolean kept, String rule, String why) throws FerryException {
        if (!kept) {
            throw refused(key, "the rule " + rule + " says that " + why + ", and " + key + " would change that.");
        }
    }

    private static void within(String key, long value, long least, long most) throws FerryException {
        if (value < least || value > most) {
            throw refused(key, key + " is " + value + " and may be " + least + " to " + most + ".");
        }
    }

    private static FerryException refused(String key, String why) {
        return new FerryException(new Problem.BadConfiguration(EphemeralComponent.PID + "/" + key,
                "The configuration " + EphemeralComponent.PID + " is refused: " + why + " Correct it there."));
    }

    @Override
    public SessionTerms terms(DeviceRelationship relationship) {
        if (relationship instanceof DeviceRelationship.Unknown unknown) {
            boolean told = unknown.context() == SecurityContext.CODE || unknown.context() == SecurityContext.TICKET;
            return told ? guest : passerBy;
        }
        throw new IllegalArgumentException("This profile governs unknown devices, not a relationship that is " + relationship.governedBy());
    }
}
