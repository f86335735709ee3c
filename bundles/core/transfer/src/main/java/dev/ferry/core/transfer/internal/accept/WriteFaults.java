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
            case ACCESS_DENIED, READ_ONLY -> EntryFault.NO_PERMISSION;
            case TOO_MANY_OPEN_FILES -> EntryFault.TOO_MANY_OPEN;
            case DEVICE -> EntryFault.DISK_FAILED;
            default -> EntryFault.WRITE_FAILED;
        };
    }
}
