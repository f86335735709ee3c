package dev.ferry.core.transfer.internal.receive;

import java.util.HashMap;
import java.util.Map;

/**
 * Which staging directories this process made, by their names, which never come again; and which of them it is still using. Asking the system instead would lose the locks:
 * closing any descriptor of a file gives up every lock that the process holds on it. Nobody opens one that is used, so its descriptors are its owner's.
 */
final class Stagings {
    private static final Map<String, Boolean> USED = new HashMap<>();

    private Stagings() { }

    /** Before it can be seen. */
    static synchronized void use(String staging) {
        USED.put(staging, true);
    }

    /** Not used any more, and still there: anybody may take it over. */
    static synchronized void left(String staging) {
        USED.put(staging, false);
    }

    static synchronized void gone(String staging) {
        USED.remove(staging);
    }

    static synchronized boolean isLeft(String staging) {
        return !USED.getOrDefault(staging, true);
    }
}
