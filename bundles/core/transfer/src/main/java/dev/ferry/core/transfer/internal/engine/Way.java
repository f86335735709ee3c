package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.model.FerryException;

/** How a share gets its connection. */
interface Way extends AutoCloseable {
    /**
     * A running session to the receiver; tells the share how it was made. Waits; interrupted when nobody wants it any more.
     *
     * @param attempt 1 for the first, more after a connection was lost
     */
    Session connect(Share share, int attempt) throws FerryException, InterruptedException;

    /** Whether a lost connection is made again. */
    boolean again();

    /** The share is over. */
    @Override
    void close();
}
