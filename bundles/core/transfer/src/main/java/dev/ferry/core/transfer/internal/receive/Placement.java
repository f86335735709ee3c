package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.util.Optional;

/** What became of a received file or directory. */
public sealed interface Placement {
    /**
     * It stands under this name, verified to be our file. Handed out by {@link GroupCommit} only when the bytes, the name and every directory on the way
     * are durable: the receipt.
     *
     * @param path    the name it got
     * @param version where the file it replaced is kept
     */
    record Placed(SafePath path, Optional<SafePath> version) implements Placement { }

    /** Something has this name and stays; ours is gone. */
    record Skipped(SafePath existing) implements Placement { }

    /** Something has this name, and the policy is to fail; ours is gone. */
    record Conflict(SafePath existing) implements Placement { }

    /** No receipt. The file may or may not stand under its name; what is certain is that it must not be called delivered. */
    record Failed(SafePath wanted, DiskException why) implements Placement { }
}
