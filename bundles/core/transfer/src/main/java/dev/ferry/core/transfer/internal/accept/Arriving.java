package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import dev.ferry.core.transfer.internal.receive.PartFile;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A file that is coming: the next frame continues where the last one ended, every block has its check and the file its root. A block that is wrong comes again while the file goes
 * on, and after it. One thread at a time.
 */
final class Arriving {
    /** What a frame brought about. */
    enum Step {
        MORE,
        /** All of it has come once, and something of it was wrong. */
        MENDING,
        COMPLETE,
        CORRUPT
    }

    private final int index;
    private final PartFile part;
    private final FileChecks checks;
    private final int blockBytes;
    /** One for each block that has come; of a wrong one it does not count. */
    private final List<byte[]> blocks = new ArrayList<>();
    private final Mending mending;
    private long offset;
    private long verified;
    private Optional<byte[]> root = Optional.empty();

    Arriving(int index, PartFile part, FileChecks checks, Repair repair) {
        this.index = index;
        this.part = part;
        this.checks = checks;
        this.blockBytes = checks.blockBytes();
        this.mending = new Mending(index, part, checks, blocks, repair);
        checks.begin(part.length());
    }

    int index() {
        return index;
    }

    PartFile part() {
        return part;
    }

    /** The end of what has come in whole blocks. */
    long verified() {
        return verified;
    }

    /** Bytes in blocks whose check was right. */
    long present() {
        return Math.max(0, verified - mending.missing());
    }

    /** When corrupt. */
    Damage damage() {
        return mending.damage().orElse(new Damage(0, part.length()));
    }

    /** Whether everything has come once. */
    private boolean isMending() {
        return root.isPresent();
    }

    /** Whether more of it may be on its way. */
    boolean isAwaited() {
        return !isMending() || !mending.isDone();
    }

    /**
     * The next bytes.
     *
     * @param ask for what came wrong
     * @throws ProtocolException they are not the next ones, or not in the form that blocks have
     * @throws DiskException  they cannot be written
     */
    Step take(Frame.Data data, Consumer<Want.Builder> ask) throws ProtocolException, DiskException {
        if (isMending() || data.offset() < offset && !mending.isDone()) {
            mending.take(data, ask);
            return isMending() || mending.damage().isPresent() ? step() : Step.MORE;
        }
        int bytes = data.payload().remaining();
        long end = data.offset() + bytes;
        demand(data.offset() == offset, "Payload does not continue where the last ended");
        demand(bytes <= part.length() - offset, "More payload comes than the file was offered with");
        demand(bytes > 0 || part.length() == 0, "Payload without a byte comes for a file that has some");
        demand(bytes <= blockBytes - offset % blockBytes, "Payload reaches over the end of a block");
        boolean last = end == part.length();
        boolean endsBlock = bytes > 0 && (last || end % blockBytes == 0);
        demand(data.check().isPresent() == endsBlock && data.root().isPresent() == last, "A check or root stands where none belongs, or is missing");
        checks.update(data.payload());
        part.write(data.payload(), offset);
        offset = end;
        if (endsBlock) {
            byte[] check = checks.block();
            blocks.add(check);
            if (!MessageDigest.isEqual(check, data.check().get()) && !mending.begin(blocks.size() - 1, ask)) {
                return Step.CORRUPT;
            }
            verified = end;
        }
        if (!last) {
            return Step.MORE;
        }
        root = data.root();
        return step();
    }

    private Step step() {
        if (mending.damage().isPresent()) {
            return Step.CORRUPT;
        }
        if (!mending.isDone()) {
            return Step.MENDING;
        }
        return MessageDigest.isEqual(checks.root(part.length(), blocks), root.orElseThrow()) ? Step.COMPLETE : Step.CORRUPT;
    }

    /** The connection is gone: what is not verified comes again. */
    void rewind() {
        mending.rewind();
        if (!isMending()) {
            offset = verified;
            checks.begin(part.length());
            blocks.forEach(checks::known);
        }
    }

    /** Asks again for what came wrong, on a new connection. */
    void askAgain(Consumer<Want.Builder> ask) {
        mending.ask(ask);
    }

    private static void demand(boolean holds, String otherwise) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException(otherwise);
        }
    }
}
