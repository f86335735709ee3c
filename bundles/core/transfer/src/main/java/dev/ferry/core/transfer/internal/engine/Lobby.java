package dev.ferry.core.transfer.internal.engine;

import java.util.HashSet;
import java.util.Set;

/** Room for strangers whose offer nobody has accepted: whoever made up a name got this far, and each has buffers of 1.5 MiB, so it is little. Any thread. */
final class Lobby {
    static final int MOST = 12;
    static final int OF_ONE_ADDRESS = 3;

    private final Set<Stay> here = new HashSet<>();

    /** False where there is none for it; else {@link #left} is owed. */
    synchronized boolean enter(Stay guest) {
        long waiting = here.stream().filter(Stay::isWaiting).count();
        long fromThere = here.stream().filter(Stay::isWaiting).filter(other -> other.address().equals(guest.address())).count();
        return waiting < MOST && fromThere < OF_ONE_ADDRESS && here.add(guest);
    }

    synchronized void left(Stay guest) {
        here.remove(guest);
    }
}
