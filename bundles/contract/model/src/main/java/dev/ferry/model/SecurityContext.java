package dev.ferry.model;

/** How the other side's identity on this very link was verified. */
public enum SecurityContext {
    /** Not at all: an advert alone, nothing is proved. */
    NONE,
    /** Two people compare the four words shown on both screens. */
    WORDS,
    /** Both sides know a typed code (CPace). */
    CODE,
    /** Both sides know the 128-bit secret of a ticket, scanned or pasted (CPace). */
    TICKET,
    /** The long-term key stored at pairing signed this link. */
    PINNED
}
