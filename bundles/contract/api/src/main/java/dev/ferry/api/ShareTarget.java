package dev.ferry.api;

import dev.ferry.model.DeviceId;
import java.util.Objects;
import java.util.Set;

/** With whom to share. */
public sealed interface ShareTarget {
    /** A paired device. */
    record PairedDevice(DeviceId id) implements ShareTarget { }

    /** A device seen by discovery, named by its advert's key. */
    record DiscoveredDevice(String advertKey) implements ShareTarget { }

    /** What a person typed: device id, name, {@code host:port}, a code, a ticket, a link. Resolved; several matches are an error that names them. */
    record DeviceIdentifier(String text) implements ShareTarget { }

    /** Whoever knows the code that this share shows: one device, once. */
    record CodeHolder() implements ShareTarget { }

    /**
     * Picks among paired devices that are connected or seen, says which and why; never an unknown device.
     *
     * @param preference what counts most
     * @param filter     who may be picked
     */
    record Auto(Preference preference, DeviceFilter filter) implements ShareTarget {
        /** What counts most. */
        public enum Preference {
            /** A little of everything: trust, what it was sent before, how near it is. */
            BEST,
            /** How near it is. */
            NEAREST,
            /** How fast it can be reached. */
            FASTEST,
            /** To whom something was sent last. */
            MOST_RECENT
        }

        public Auto {
            Objects.requireNonNull(preference, "preference");
            Objects.requireNonNull(filter, "filter");
        }

        /** Among devices that can do all of these. */
        public Auto(Preference preference, Set<String> capabilities) {
            this(preference, DeviceFilter.capable(capabilities));
        }

        public Set<String> capabilities() {
            return filter.capabilities();
        }
    }
}
