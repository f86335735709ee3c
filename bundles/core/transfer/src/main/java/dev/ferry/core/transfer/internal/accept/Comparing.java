package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Digests;
import dev.ferry.core.protocol.wire.Pieces;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.check.BlockCheck;
import dev.ferry.core.transfer.internal.delta.Effort;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.receive.PartFile;
import dev.ferry.core.transfer.internal.receive.StandingFile;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;

/**
 * A file of which something may be here: a part that an earlier run left, an older version under its name. The sender says the digests of all its blocks; what fits is
 * kept or copied, from wherever it stands in the older version, and only the rest is asked for. So what the file is made of never matters: every block of it has the digest that
 * the sender said of one version of its file. One thread at a time.
 */
final class Comparing {
    /** What a message brought about. */
    enum Step {
        MORE,
        /** The older version is the file. */
        SAME,
        COMPLETE,
        CORRUPT
    }

    /** Makes the part when it is needed. */
    interface Begin {
        PartFile part() throws DiskException;
    }

    /** Beside what the files are long: how often each of their bytes is looked at, at most. */
    private static final int LOOKS = 4;
    private static final long LEAST_EFFORT = 64L << 20;

    private final Shape shape;
    private final Begin begin;
    private final boolean inherited;
    private final Optional<StandingFile> standing;
    private final boolean mayBeSame;
    private final Comparisons.Client client;
    private final Sums sums;
    private final BlockReader reader;
    /** Blocks that are not here. */
    private final BitSet absent = new BitSet();
    private final Origins origins;
    private final Effort effort;
    private Optional<PartFile> part = Optional.empty();
    /** How many blocks were compared in their places. */
    private int told;
    private Optional<Filling> filling = Optional.empty();

    /**
     * @param begin     opens the part; what is in it may be right
     * @param inherited whether anything may be in the part
     * @param standing  an older version, if there is one
     * @param mayBeSame whether the older version, were its content the file's, would be the file
     * @param scratch   a block's worth, shared
     */
    Comparing(Shape shape, Begin begin, boolean inherited, Optional<StandingFile> standing, boolean mayBeSame, ByteBuffer scratch, Comparisons.Client client) throws DiskException {
        this.shape = shape;
        this.begin = begin;
        this.inherited = inherited;
        this.standing = standing;
        this.mayBeSame = mayBeSame;
        this.client = client;
        this.sums = new Sums(shape);
        this.reader = new BlockReader(shape, sums, BlockCheck.sha256(), scratch);
        long oldLength = standing.map(StandingFile::length).orElse(0L);
        this.origins = new Origins(shape, oldLength);
        this.effort = new Effort(LOOKS * (oldLength + shape.length()) + LEAST_EFFORT, client::working);
        if (inherited) {
            part = Optional.of(begin.part());
        }
    }

    int index() {
        return shape.file();
    }

    /** When complete. */
    PartFile part() {
        return part.orElseThrow();
    }

    Optional<PartFile> begun() {
        return part;
    }

    /** When corrupt. */
    Damage corrupt() {
        return filling.flatMap(Filling::corrupt).orElseThrow();
    }

    /** Bytes in blocks that are here. */
    long present() {
        int last = shape.blocks() - 1;
        long missing = absent.cardinality() * (long) shape.blockBytes() - (last >= 0 && absent.get(last) ? shape.blockBytes() - shape.size(last) : 0);
        return Math.min(shape.length(), shape.start(told)) - missing;
    }

    /** What is remembered of it. */
    int memory() {
        return sums.memory() + origins.memory() + filling.map(Filling::memory).orElse(0);
    }

    /** @throws ProtocolException they are not the file's next */
    Step digests(Digests message) throws ProtocolException, DiskException {
        int before = sums.known();
        sums.add(message);
        for (told = before; told < sums.known(); told++) {
            compare(told);
        }
        return sums.isComplete() ? finish() : Step.MORE;
    }

    private Step finish() throws DiskException {
        if (part.isEmpty() && mayBeSame && standing.isPresent() && standing.get().length() == shape.length()) {
            return Step.SAME;
        }
        copyBefore(shape.blocks());
        if (standing.isPresent() && !absent.isEmpty()) {
            new Seeking(reader, absent, origins, effort, part()).in(standing.get());
        }
        Filling rest = new Filling(reader, absent, new Filling.Tools(part(), inherited, standing, origins, effort, client));
        filling = Optional.of(rest);
        rest.begin();
        return step(rest);
    }

    private static Step step(Filling rest) {
        if (rest.corrupt().isPresent()) {
            return Step.CORRUPT;
        }
        return rest.isComplete() ? Step.COMPLETE : Step.MORE;
    }

    private void compare(int block) throws DiskException {
        if (part.isPresent() && reader.isThere(part.get()::read, shape.start(block), block)) {
            return;
        }
        if (standing.isPresent() && reader.isThere(standing.get()::read, shape.start(block), block)) {
            // As long as everything is as in the older version, nothing is copied: in the end it may be the same.
            if (part.isPresent()) {
                part().write(reader.scratch(), shape.start(block));
            }
            origins.found(block, shape.start(block));
            return;
        }
        copyBefore(block);
        absent.set(block);
    }

    /** Begins the part with the blocks so far, all of which the older version had. It may have changed meanwhile, so they are looked at again. */
    private void copyBefore(int end) throws DiskException {
        if (part.isPresent()) {
            return;
        }
        part = Optional.of(begin.part());
        for (int block = 0; block < end; block++) {
            if (standing.isPresent() && reader.isThere(standing.get()::read, shape.start(block), block)) {
                part().write(reader.scratch(), shape.start(block));
            } else {
                absent.set(block);
            }
        }
    }

    /** @throws ProtocolException they are not the next ones that were asked for */
    Step pieces(Pieces message) throws ProtocolException, DiskException {
        demand(filling.isPresent(), "Pieces come of a file before its digests");
        filling.get().pieces(message);
        return step(filling.get());
    }

    /** @throws ProtocolException it is not what is missing next */
    Step take(Frame.Data data) throws ProtocolException, DiskException {
        demand(filling.isPresent(), "Payload comes of a file before its digests");
        filling.get().take(data);
        return step(filling.get());
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
}
