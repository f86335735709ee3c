package dev.ferry.core.transfer.internal.share;

/** What a person's wish reaches: whoever works on the share now. Any thread; returns at once; calls that come too late have no effect. */
public interface ShareControl {
    /** Nobody works on it yet. */
    ShareControl NONE = new ShareControl() {
        @Override
        public void flow(boolean paused) { }

        @Override
        public void cancel() { }
    };

    /** Stop the flow, or go on. */
    void flow(boolean paused);

    /** End it, on both sides. */
    void cancel();
}
