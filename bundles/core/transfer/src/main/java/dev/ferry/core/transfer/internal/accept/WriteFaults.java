package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.wire.EntryFault;
import dev.ferry.core.transfer.internal.disk.DiskException;

/** What the other side hears of a disk that did not take an entry. */
final class WriteFaults {
    private WriteFaults() { }

    static EntryFault of(DiskException why) {
        return switch (why.fault()) {
            case NO_SPACE -> EntryFault.NO_ROOM;
            case OWN_FOLDER -> EntryFault.NAME_REFUSED;
            default -> EntryFault.WRITE_FAILED;
        };
    }
}
