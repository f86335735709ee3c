package dev.ferry.core.transfer.internal.receive;

import java.nio.file.attribute.FileTime;

/** What stands at a place of the folder. */
public sealed interface Standing {
    record Free() implements Standing { }

    record File(long length, FileTime modified) implements Standing { }

    record Directory() implements Standing { }

    /** A link, a FIFO, a device: never touched. */
    record Other() implements Standing { }
}
