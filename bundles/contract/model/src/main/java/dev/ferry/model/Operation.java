package dev.ferry.model;

/** What a device may be allowed to do. The one policy object is asked about each, every time, with the authenticated device as subject. */
public enum Operation {
    /** See this device's name and presence. */
    SEE_PRESENCE,
    /** Make a link and use it at all. */
    CONNECT,
    /** Offer files. */
    OFFER,
    /** Have its offers accepted without a person being asked. */
    AUTO_ACCEPT,
    /** Continue an interrupted transfer. */
    RESUME,
    /** Have files moved: deleted at the source after the durable receipt. */
    MOVE,
    /** Replace files that exist. */
    OVERWRITE,
    /** List granted folders. */
    LIST,
    /** Read granted files. */
    READ,
    /** Keep folders equal. */
    SYNC,
    /** Be this device's partner in a new pairing. */
    PAIR
}
