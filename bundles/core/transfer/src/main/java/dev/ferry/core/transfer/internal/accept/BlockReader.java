package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.transfer.internal.delta.RollingSearch;
import dev.ferry.core.transfer.internal.disk.DiskException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Reads blocks of one file and says whether they are what they should be.
 *
 * @param scratch a block's worth, shared
 */
record BlockReader(Shape shape, Sums sums, MessageDigest sha256, ByteBuffer scratch) {
    /** Whether this block stands at that place; then it is in the scratch buffer. What cannot be read does not. */
    boolean isThere(RollingSearch.Reading from, long place, int block) {
        scratch.clear().limit(shape.size(block));
        try {
            for (int read = 0; read >= 0 && scratch.hasRemaining(); ) {
                read = from.read(scratch, place + scratch.position());
            }
        } catch (DiskException e) {
            return false;
        }
        if (scratch.hasRemaining()) {
            return false;
        }
        scratch.flip();
        sha256.update(scratch.duplicate());
        return sums.isDigest(block, sha256.digest());
    }
}
