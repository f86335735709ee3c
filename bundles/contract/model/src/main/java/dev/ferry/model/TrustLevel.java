package dev.ferry.model;

/** How far a paired device is trusted. Set by this device's owner, stored with the pair, effective on live transfers within a second. */
public enum TrustLevel {
    /** One's own or a deliberately trusted device: offers are accepted without asking, sync and move inside granted folders. */
    TRUSTED,
    /** Identity was verified by pairing: every offer is asked about. The level that pairing gives. */
    VERIFIED,
    /** Paired once and needing to be confirmed again (a changed key, an imported store): always ask, no sync, no move. */
    UNVERIFIED
}
