package dev.ferry.core.transfer.internal.send;

/** Hears what the receiver was told of files and what it has durable. Calls come on any thread and return at once. */
public interface Receipts {
    /** Nothing follows from a receipt. */
    Receipts NONE = new Receipts() {
        @Override
        public void telling(int index) { }

        @Override
        public void durable(int first, int end) { }
    };

    /** Content or digests of that file are about to leave. */
    void telling(int index);

    /** These entries are durable at the receiver, the first to the one before the end; said again after a new connection. */
    void durable(int first, int end);
}
