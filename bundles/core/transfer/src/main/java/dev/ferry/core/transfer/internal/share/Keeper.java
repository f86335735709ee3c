package dev.ferry.core.transfer.internal.share;

/** What a person's wish is written down by, so that it outlives the process. The person's thread; returns when it is durable, or cannot be. */
public interface Keeper {
    /** Of a share that ends with its process. */
    Keeper NONE = new Keeper() {
        @Override
        public void paused(boolean now) { }

        @Override
        public void cancelled() { }
    };

    void paused(boolean now);

    void cancelled();
}
