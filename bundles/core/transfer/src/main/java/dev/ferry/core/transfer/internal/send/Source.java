package dev.ferry.core.transfer.internal.send;

import java.io.Closeable;
import java.nio.ByteBuffer;

/** Where the bytes of a manifest's entries come from. */
public interface Source extends Closeable {
    /**
     * Opens the file that the walk found as this entry.
     *
     * @throws SourceException it is another one now, or may not be read
     */
    File open(int index) throws SourceException;

    /** Nothing is opened afterwards. */
    @Override
    void close();

    /** An open file. One thread. */
    interface File extends Closeable {
        /**
         * Fills the buffer's remaining room from that place of the file.
         *
         * @throws SourceException the file ends before, or cannot be read
         */
        void read(ByteBuffer target, long offset) throws SourceException;

        /** @throws SourceException it is not what it was when the walk found it */
        void demandUnchanged() throws SourceException;

        @Override
        void close();
    }
}
