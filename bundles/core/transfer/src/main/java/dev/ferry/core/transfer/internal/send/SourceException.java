package dev.ferry.core.transfer.internal.send;

import java.io.IOException;

/** One file of the source cannot be sent; the others can. */
public final class SourceException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean changed;

    /** @param changed true: it is not what was offered; false: it may not or cannot be read */
    public SourceException(boolean changed, String message) {
        super(message);
        this.changed = changed;
    }

    public boolean changed() {
        return changed;
    }
}
