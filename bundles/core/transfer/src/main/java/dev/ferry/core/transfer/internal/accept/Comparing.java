package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Digests;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.check.CheckAlgorithm;
import dev.ferry.core.transfer.internal.check.CompareBlocks;
import dev.ferry.core.transfer.internal.check.FileRoot;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.receive.PartFile;
import dev.ferry.core.transfer.internal.receive.StandingFile;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A file of which something may be here: a part that an earlier run left, an older version under its name. The sender says the digests of all its blocks; what fits is
 * kept or copied, and only the rest is asked for and checked against the same digests. So what the file is made of never matters: every block of it has the digest that
 * the sender said of one version of its file. One thread at a time.
 */
final class Comparing {
    /** What a message brought about. */
    enum Step {
        MORE,
        /** All digests are here, and blocks are missing. */
        MISSING,
        /** The older version is the file. */
        SAME,
        COMPLETE,
        CORRUPT
    }

    /** Makes the part when it is needed. */
    interface Begin {
        PartFile part() throws DiskException;
    }

    private final int index;
    private final long length;
    private final int blockBytes;
    private final int blocks;
    private final Begin begin;
    private final Optional<StandingFile> standing;
    private final boolean mayBeSame;
    private final ByteBuffer scratch;
    private final MessageDigest sha256 = sha256();
    private final BitSet missing = new BitSet();
    private Optional<PartFile> part = Optional.empty();
    private byte[] digests = new byte[0];
    private int known;
    private long present;
    /** Of the block that is coming. */
    private int filled;

    /**
     * @param begin     opens the part; what is in it may be right
     * @param inherited whether anything may be in the part
     * @param standing  an older version, if there is one
     * @param mayBeSame whether the older version, were its content the file's, would be the file
     * @param scratch   a block's worth, shared
     */
    Comparing(int index, long length, Begin begin, boolean inherited, Optional<StandingFile> standing, boolean mayBeSame, ByteBuffer scratch) throws DiskException {
        this.index = index;
        this.length = length;
        this.blockBytes = CompareBlocks.size(length);
        this.blocks = (int) CompareBlocks.count(length);
        this.begin = begin;
        this.standing = standing;
        this.mayBeSame = mayBeSame;
        this.scratch = scratch;
        if (inherited) {
            part = Optional.of(begin.part());
        }
    }

    int index() {
        return index;
    }

    /** When complete. */
    PartFile part() {
        return part.orElseThrow();
    }

    Optional<PartFile> begun() {
        return part;
    }

    /** Bytes in blocks that are here. */
    long present() {
        return present;
    }

    /** What its digests take. */
    int memory() {
        return digests.length;
    }

    /** Asks for the blocks that are missing, when all digests are here. */
    void ask(Consumer<Want.Builder> sink) {
        WantList.blocks(index, length, blockBytes, missing, sink);
        present = length - missing.stream().mapToLong(this::size).sum();
    }

    /** @throws ProtocolException they are not the file's next */
    Step digests(Digests message) throws ProtocolException, DiskException {
        int bytes = message.getSha256().size();
        int count = bytes / CompareBlocks.DIGEST_BYTES;
        demand(message.getFirst() == known && bytes % CompareBlocks.DIGEST_BYTES == 0 && count <= CompareBlocks.MAX_DIGESTS && count <= blocks - known,
                "Digests come that are not the file's next");
        demand(count > 0 || blocks == 0, "Digests come without one");
        boolean last = known + count == blocks;
        demand(last == !message.getRoot().isEmpty(), "A root stands where none belongs, or is missing");
        digests = Arrays.copyOf(digests, digests.length + bytes);
        message.getSha256().copyTo(digests, digests.length - bytes);
        for (int end = known + count; known < end; known++) {
            compare(known);
        }
        return last ? finish(message.getRoot().toByteArray()) : Step.MORE;
    }

    private Step finish(byte[] said) throws ProtocolException, DiskException {
        FileRoot root = new FileRoot(CheckAlgorithm.SHA_256, blockBytes, length);
        for (int i = 0; i < blocks; i++) {
            root.add(Arrays.copyOfRange(digests, i * CompareBlocks.DIGEST_BYTES, (i + 1) * CompareBlocks.DIGEST_BYTES));
        }
        demand(MessageDigest.isEqual(root.finish(), said), "The root does not fit the digests");
        if (part.isEmpty() && mayBeSame && standing.isPresent() && standing.get().length() == length) {
            return Step.SAME;
        }
        copyBefore(blocks);
        return missing.isEmpty() ? Step.COMPLETE : Step.MISSING;
    }

    private void compare(int block) throws DiskException {
        boolean inPart = part.isPresent() && isRead(part.get()::read, block);
        if (inPart) {
            present += size(block);
        } else if (standing.isPresent() && isRead(standing.get()::read, block)) {
            // As long as everything is as in the older version, nothing is copied: in the end it may be the same.
            if (part.isPresent()) {
                write(block);
            }
            present += size(block);
        } else {
            copyBefore(block);
            missing.set(block);
        }
    }

    /** Begins the part with the blocks so far, all of which the older version had. It may have changed meanwhile, so they are looked at again. */
    private void copyBefore(int end) throws DiskException {
        if (part.isPresent()) {
            return;
        }
        part = Optional.of(begin.part());
        for (int block = 0; block < end; block++) {
            if (standing.isPresent() && isRead(standing.get()::read, block)) {
                write(block);
            } else {
                present -= size(block);
                missing.set(block);
            }
        }
    }

    private interface Reading {
        int read(ByteBuffer target, long position) throws DiskException;
    }

    /** Whether this block is there as it should be; then it is in the scratch buffer. */
    private boolean isRead(Reading from, int block) {
        scratch.clear().limit(size(block));
        try {
            for (int read = 0; read >= 0 && scratch.hasRemaining(); ) {
                read = from.read(scratch, (long) block * blockBytes + scratch.position());
            }
        } catch (DiskException e) {
            return false;
        }
        if (scratch.hasRemaining()) {
            return false;
        }
        scratch.flip();
        sha256.update(scratch.duplicate());
        return isDigest(block, sha256.digest());
    }

    private boolean isDigest(int block, byte[] digest) {
        int at = block * CompareBlocks.DIGEST_BYTES;
        return Arrays.equals(digests, at, at + CompareBlocks.DIGEST_BYTES, digest, 0, digest.length);
    }

    private void write(int block) throws DiskException {
        part().write(scratch, (long) block * blockBytes);
    }

    private int size(int block) {
        return (int) Math.min(blockBytes, length - (long) block * blockBytes);
    }

    /**
     * Bytes of the missing blocks, in their order.
     *
     * @throws ProtocolException they are not the next ones, or not in the form that blocks have
     */
    Step take(Frame.Data data) throws ProtocolException, DiskException {
        int block = missing.nextSetBit(0);
        demand(known == blocks && block >= 0, "Payload comes of a file before its digests, or when nothing of it is missing");
        int bytes = data.payload().remaining();
        demand(data.offset() == (long) block * blockBytes + filled, "Payload does not continue where the last ended");
        demand(bytes > 0 && bytes <= size(block) - filled, "Payload reaches over the end of a block");
        filled += bytes;
        boolean ends = filled == size(block);
        demand(data.check().isPresent() == ends && data.root().isEmpty(), "A check or root stands where none belongs, or is missing");
        sha256.update(data.payload().duplicate());
        part().write(data.payload(), data.offset());
        if (!ends) {
            return Step.MORE;
        }
        filled = 0;
        byte[] digest = sha256.digest();
        if (!isDigest(block, digest) || !MessageDigest.isEqual(digest, data.check().get())) {
            return Step.CORRUPT;
        }
        missing.clear(block);
        present += size(block);
        return missing.isEmpty() ? Step.COMPLETE : Step.MORE;
    }

    /** What has come stays where it lies. */
    void leave() {
        try {
            if (part.isPresent()) {
                part.get().leave();
            }
        } catch (DiskException e) {
            // It is looked at again before it is believed.
        }
    }

    void closeStanding() {
        try {
            if (standing.isPresent()) {
                standing.get().close();
            }
        } catch (DiskException e) {
            // It was only read.
        }
    }

    private static void demand(boolean holds, String otherwise) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException(otherwise);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
