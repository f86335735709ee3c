package dev.ferry.core.transfer.internal.manifest;

import dev.ferry.core.protocol.wire.CheckAlgorithm;
import dev.ferry.core.transfer.internal.check.BlockCheck;
import dev.ferry.core.transfer.internal.check.FileRoot;
import java.nio.ByteBuffer;

/** The checks of one file after another in the way that an offer announced; an empty file has a root and no check. One thread at a time. */
public final class FileChecks {
    /** No check, or no root, belongs here. */
    public static final byte[] NONE = new byte[0];

    private final dev.ferry.core.transfer.internal.check.CheckAlgorithm algorithm;
    private final byte[] seed;
    private final BlockCheck block;
    private final int blockBytes;
    private FileRoot root;

    /**
     * @param seed       8 bytes: keys the checks of one transfer
     * @param blockBytes size of every block but a file's last
     */
    public FileChecks(CheckAlgorithm algorithm, byte[] seed, int blockBytes) {
        this.algorithm = algorithm == CheckAlgorithm.SHA_256 ? dev.ferry.core.transfer.internal.check.CheckAlgorithm.SHA_256
                : dev.ferry.core.transfer.internal.check.CheckAlgorithm.XXH3_128;
        this.block = BlockCheck.of(this.algorithm, ByteBuffer.wrap(seed).getLong());
        this.seed = seed.clone();
        this.blockBytes = blockBytes;
    }

    private FileChecks(FileChecks like, int blockBytes) {
        this.algorithm = like.algorithm;
        this.seed = like.seed;
        this.block = BlockCheck.of(algorithm, ByteBuffer.wrap(seed).getLong());
        this.blockBytes = blockBytes;
    }

    /** The same in blocks of another size. */
    public FileChecks ofBlocks(int bytes) {
        return new FileChecks(this, bytes);
    }

    /** The root of a file all of whose checks are known. */
    public byte[] root(long length, Iterable<byte[]> checks) {
        FileRoot whole = new FileRoot(algorithm, blockBytes, length);
        checks.forEach(whole::add);
        return whole.finish();
    }

    public int blockBytes() {
        return blockBytes;
    }

    /** The next file begins, or this one again. */
    public void begin(long length) {
        block.reset();
        root = new FileRoot(algorithm, blockBytes, length);
    }

    /** Bytes of the current block; the buffer's position stays. */
    public void update(ByteBuffer bytes) {
        block.update(bytes);
    }

    /** The check of this alone, of no file in particular. */
    public byte[] check(ByteBuffer bytes) {
        block.update(bytes);
        return block.finish();
    }

    /** Ends the block: its check. */
    public byte[] block() {
        byte[] check = block.finish();
        root.add(check);
        return check;
    }

    /** Takes a block's check as known from before, in its order. */
    public void known(byte[] check) {
        root.add(check);
    }

    /** Ends the file. */
    public byte[] root() {
        return root.finish();
    }
}
