package dev.ferry.model;

import java.time.Instant;
import java.util.Optional;

/** Whether a paired device is reachable right now. */
public sealed interface ConnectionStatus {
    /** An authenticated link is open over this route. */
    record Connected(Instant since, Route route) implements ConnectionStatus { }

    /** Routes are being tried. */
    record Connecting(Instant since) implements ConnectionStatus { }

    /** Seen by discovery and not connected: a share would connect. */
    record Discovered(Instant lastSeen) implements ConnectionStatus { }

    /**
     * Not seen now.
     *
     * @param lastSeen  when a link or a sighting last proved it was there
     * @param lastError why the last try to connect failed, one sentence
     */
    record Offline(Optional<Instant> lastSeen, Optional<String> lastError) implements ConnectionStatus { }
}
