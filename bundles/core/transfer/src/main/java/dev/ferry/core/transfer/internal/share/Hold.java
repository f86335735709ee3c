package dev.ferry.core.transfer.internal.share;

/** Why a share stands still. It is paused while there is any reason. */
public enum Hold {
    /** A person here paused it. */
    HERE,
    /** A person there did. */
    THERE,
    /** There is no connection now. */
    NETWORK,
    /** The receiver's disk is full. */
    SPACE
}
