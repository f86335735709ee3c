package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import dev.ferry.core.transfer.internal.receive.PartFile;
import dev.ferry.core.transfer.internal.disk.DiskException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** A file that is coming: the next frame continues where the last one ended, every block has its check and the file its root. One thread at a time. */
final class Arriving {
    /** What a frame brought about. */
    enum Step { MORE, COMPLETE, CORRUPT }

    private final int index;
    private final PartFile part;
    private final FileChecks checks;
    private final int blockBytes;
    private final List<byte[]> blocks = new ArrayList<>();
    private long offset;
    private long verified;

    Arriving(int index, PartFile part, FileChecks checks) {
        this.index = index;
        this.part = part;
        this.checks = checks;
        this.blockBytes = checks.blockBytes();
        checks.begin(part.length());
    }

    int index() {
        return index;
    }

    PartFile part() {
        return part;
    }

    /** Bytes in blocks whose check was right. */
    long verified() {
        return verified;
    }

    /**
     * The next bytes.
     *
     * @throws ProtocolException they are not the next ones, or not in the form that blocks have
     * @throws DiskException  they cannot be written
     */
    Step take(Frame.Data data) throws ProtocolException, DiskException {
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
            if (!MessageDigest.isEqual(check, data.check().get())) {
                return Step.CORRUPT;
            }
            blocks.add(check);
            verified = end;
        }
        if (last) {
            return MessageDigest.isEqual(checks.root(), data.root().get()) ? Step.COMPLETE : Step.CORRUPT;
        }
        return Step.MORE;
    }

    /** The connection is gone: what is not verified comes again. */
    void rewind() {
        offset = verified;
        checks.begin(part.length());
        blocks.forEach(checks::known);
    }

    private static void demand(boolean holds, String otherwise) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException(otherwise);
        }
    }
}
