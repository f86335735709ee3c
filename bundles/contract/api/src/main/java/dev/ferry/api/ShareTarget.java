package dev.ferry.api;

import dev.ferry.model.DeviceId;
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

    /** Picks among paired and connected devices, says which and why; never an unknown device. */
    record Auto(Preference preference, Set<String> capabilities) implements ShareTarget {
        /** What counts most. */
        public enum Preference { BEST, NEAREST, FASTEST, MOST_RECENT }

        public Auto {
            capabilities = Set.copyOf(capabilities);
        }
    }
}
