package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.FileIdentity;
import java.util.HashMap;
import java.util.Map;

/**
 * Which staging directories this process made, and which of them it is still using. Asking the system instead would lose the locks: closing any descriptor of a file gives
 * up every lock that the process holds on it.
 */
final class Stagings {
    private static final Map<FileIdentity, Boolean> MADE = new HashMap<>();

    private Stagings() { }

    static synchronized void made(FileIdentity staging) {
        MADE.put(staging, true);
    }

    /** Not used any more; if it is still there, anybody may take it over. */
    static synchronized void left(FileIdentity staging) {
        MADE.put(staging, false);
    }

    /** It does not exist any more: its number may come again. */
    static synchronized void gone(FileIdentity staging) {
        MADE.remove(staging);
    }

    static synchronized boolean isUsed(FileIdentity staging) {
        return MADE.getOrDefault(staging, false);
    }

    static synchronized boolean isLeft(FileIdentity staging) {
        return !MADE.getOrDefault(staging, true);
    }
}
