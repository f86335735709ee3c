package dev.ferry.model;

/** How soon what a link carries should arrive, for a network that can treat traffic differently. */
public enum Urgency {
    /** After everything else. */
    LOW,
    /** As everything else. */
    NORMAL,
    /** Before most. */
    HIGH,
    /** Somebody waits for it. */
    CRITICAL
}
