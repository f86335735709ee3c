package dev.ferry.core.store.internal;

import java.io.IOException;
import java.util.List;

/** Where changes become durable. Called by one thread at a time. */
interface Medium {
    /** A guest's: nothing outlives the process. */
    Medium NONE = new Medium() {
        @Override
        public void write(List<Change> changes) { }

        @Override
        public void close() { }
    };

    /**
     * Makes all of them durable, or none.
     *
     * @throws IOException none is; a later call may succeed
     */
    void write(List<Change> changes) throws IOException;

    /** Never throws; what was written stays. */
    void close();
}
