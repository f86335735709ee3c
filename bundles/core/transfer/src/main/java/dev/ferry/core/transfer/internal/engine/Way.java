package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.transfer.internal.session.Ending;
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

    /** Whether a transfer that stopped on the way goes on later. */
    boolean resumes();

    /** Whether another connection is made after one that ended so. */
    default boolean again(Ending why) {
        return resumes() && why.lost();
    }

    /** The share is over. */
    @Override
    void close();
}
