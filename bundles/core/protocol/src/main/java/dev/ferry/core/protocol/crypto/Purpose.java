package dev.ferry.core.protocol.crypto;

import java.util.Optional;

/**
 * What a link is for. The number is part of the {@link Transcript}, so that a code shown for receiving one file can
 * not be used to pair.
 */
public enum Purpose {
    /** To make two devices know each other. */
    PAIR(1),
    /** To move one offer between devices that stay strangers; the side that opened the connection offers. */
    DROP(2),
    /** The same, where the side that was called offers: it shows the code. */
    COLLECT(3),
    /** The lasting link of two paired devices. */
    SESSION(4),
    /** Another connection beside the one of a session, over which some of its bytes go. */
    SUBFLOW(5);

    private final int number;

    Purpose(int number) {
        this.number = number;
    }

    /** Whether only paired devices make such a link: no code and no ticket is for it. */
    public boolean ofPairs() {
        return this == SESSION || this == SUBFLOW;
    }

    /** Whether everything after the greeting goes in cells of one size: strangers' links, and nobody else's. */
    public boolean inCells() {
        return this == DROP || this == COLLECT;
    }

    /** The number on the wire, 1 to 255; never reused. */
    public int number() {
        return number;
    }

    /** The purpose with this number, if there is one. */
    public static Optional<Purpose> of(int number) {
        for (Purpose purpose : values()) {
            if (purpose.number == number) {
                return Optional.of(purpose);
            }
        }
        return Optional.empty();
    }
}
