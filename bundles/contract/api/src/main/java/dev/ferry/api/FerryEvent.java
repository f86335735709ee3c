package dev.ferry.api;

import dev.ferry.model.DeviceId;
import dev.ferry.model.OfferView;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Something that happened. */
public sealed interface FerryEvent {
    Instant time();

    /** EventAdmin topic: {@code dev/ferry/} and the event's name in lower case, for example {@code dev/ferry/shareended}. */
    default String topic() {
        return "dev/ferry/" + getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** A device appeared, changed or went. */
    record DeviceChanged(Instant time, DeviceView device, Change change) implements FerryEvent {
        /** What happened to it. */
        public enum Change { APPEARED, CHANGED, GONE }
    }

    /** A share changed: progress, phase, recovery. */
    record ShareChanged(Instant time, ShareView share) implements FerryEvent { }

    /** A share ended. Exactly once for each share. */
    record ShareEnded(Instant time, ShareView share, ShareResult result) implements FerryEvent { }

    /** Someone offers files and a person must answer. */
    record OfferReceived(Instant time, OfferView offer) implements FerryEvent { }

    /** An offer was answered or ran out. */
    record OfferClosed(Instant time, OfferView offer, boolean accepted) implements FerryEvent { }

    /** A relationship was made, changed or ended. */
    record TrustChanged(Instant time, DeviceId device, String change) implements FerryEvent { }

    /** A plugin came, went or is in trouble. */
    record PluginChanged(Instant time, String role, String id, Optional<String> trouble, boolean present) implements FerryEvent { }

    /** Something a person should know: a changed key, a burned code, a look-alike. */
    record Notice(Instant time, String code, String message) implements FerryEvent { }
}
