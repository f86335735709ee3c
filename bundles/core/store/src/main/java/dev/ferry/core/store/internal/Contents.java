package dev.ferry.core.store.internal;

/** Records of several names, each once. */
@FunctionalInterface
interface Contents {
    Contents EMPTY = visitor -> { };

    void forEach(Visitor visitor);

    /** Is handed arrays that it may keep. */
    @FunctionalInterface
    interface Visitor {
        void visit(String table, String key, byte[] value);
    }
}
