package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Part;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import dev.ferry.core.transfer.internal.receive.PartFile;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Blocks of one file that came wrong. Each comes again in chunks of half its size, which have checks of their own; of these those that are wrong again, halved again. When all of
 * them are right, the block's own check is made from what is on the disk: the file's root covers it. One thread at a time.
 */
final class Mending {
    private final int file;
    private final PartFile part;
    private final FileChecks whole;
    private final List<byte[]> blocks;
    private final Repair repair;
    /** What was asked for, in this order. */
    private final Deque<Again> coming = new ArrayDeque<>();
    private Optional<Damage> damage = Optional.empty();

    private static final class Again {
        final long from;
        final long end;
        final int number;
        final FileChecks checks;
        long at;
        /** Where the chunk began that is coming. */
        long chunk;

        Again(long from, long end, int number, FileChecks checks) {
            this.from = from;
            this.end = end;
            this.number = number;
            this.checks = checks;
            begin(from, end);
        }

        void begin(long at, long length) {
            this.at = at;
            this.chunk = at;
            checks.begin(length);
        }
    }

    /** @param blocks checks of the file's blocks, to be put right */
    Mending(int file, PartFile part, FileChecks whole, List<byte[]> blocks, Repair repair) {
        this.file = file;
        this.part = part;
        this.whole = whole;
        this.blocks = blocks;
        this.repair = repair;
    }

    boolean isDone() {
        return coming.isEmpty();
    }

    Optional<Damage> damage() {
        return damage;
    }

    /** Bytes that are to come again. */
    long missing() {
        return coming.isEmpty() ? 0 : coming.stream().mapToLong(again -> again.end - again.from).sum();
    }

    /** @return false: this block stays wrong */
    boolean begin(int block, Consumer<Want.Builder> ask) {
        long from = (long) block * whole.blockBytes();
        return again(from, Math.min(part.length(), from + whole.blockBytes()), 1, Repair.smaller(whole.blockBytes()), ask);
    }

    private boolean again(long from, long end, int number, int chunkBytes, Consumer<Want.Builder> ask) {
        if (!repair.again(number, chunkBytes)) {
            damage = Optional.of(new Damage(from, end - from));
            return false;
        }
        Again next = new Again(from, end, number, whole.ofBlocks(chunkBytes));
        coming.add(next);
        ask.accept(want(next));
        return true;
    }

    private Want.Builder want(Again again) {
        return Want.newBuilder().addParts(Part.newBuilder().setFile(file).setOffset(again.from).setLength(again.end - again.from).setChunk(again.checks.blockBytes()));
    }

    /** On a new connection, where nothing of it was asked for. */
    void ask(Consumer<Want.Builder> ask) {
        coming.forEach(again -> ask.accept(want(again)));
    }

    void rewind() {
        coming.forEach(again -> again.begin(again.from, again.end));
    }

    /** @throws ProtocolException it is not what was asked for again */
    void take(Frame.Data data, Consumer<Want.Builder> ask) throws ProtocolException, DiskException {
        Again again = coming.peek();
        int bytes = data.payload().remaining();
        demand(again != null && data.offset() == again.at && bytes > 0 && bytes <= Math.min(again.end, again.chunk + again.checks.blockBytes()) - again.at,
                "Payload comes that is not what was asked for again");
        long end = again.at + bytes;
        boolean endsChunk = end == again.end || end - again.chunk == again.checks.blockBytes();
        demand(data.check().isPresent() == endsChunk && data.root().isEmpty(), "A check or root stands where none belongs, or is missing");
        again.checks.update(data.payload());
        part.write(data.payload(), again.at);
        again.at = end;
        if (!endsChunk) {
            return;
        }
        long chunk = again.chunk;
        boolean right = MessageDigest.isEqual(again.checks.block(), data.check().get());
        again.chunk = end;
        if (end == again.end) {
            coming.poll();
        }
        if (!right && !again(chunk, end, again.number + 1, Repair.smaller(again.checks.blockBytes()), ask)) {
            return;
        }
        settle((int) (chunk / whole.blockBytes()));
    }

    private void settle(int block) throws DiskException {
        long from = (long) block * whole.blockBytes();
        long end = Math.min(part.length(), from + whole.blockBytes());
        if (coming.stream().anyMatch(again -> again.from < end && again.end > from)) {
            return;
        }
        ByteBuffer content = ByteBuffer.allocate((int) (end - from));
        for (int read = 0; read >= 0 && content.hasRemaining(); ) {
            read = part.read(content, from + content.position());
        }
        // The main stream may be in the middle of a block: its checks are not used.
        blocks.set(block, whole.ofBlocks(whole.blockBytes()).check(content.flip()));
    }

    private static void demand(boolean holds, String otherwise) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException(otherwise);
        }
    }
}
