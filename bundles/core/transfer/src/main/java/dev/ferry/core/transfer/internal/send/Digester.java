package dev.ferry.core.transfer.internal.send;

import com.google.protobuf.ByteString;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.wire.CheckAlgorithm;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Digests;
import dev.ferry.core.transfer.internal.check.CompareBlocks;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Says what a file's blocks are without sending them. One thread. */
final class Digester {
    private final int stream;
    private final FrameWriter writer;
    private final Demand demand;
    private final ByteBuffer buffer;

    /** @param buffer free while nothing else is sent */
    Digester(int stream, FrameWriter writer, Demand demand, ByteBuffer buffer) {
        this.stream = stream;
        this.writer = writer;
        this.demand = demand;
        this.buffer = buffer;
    }

    /** Checks of a file of that length in the blocks that it is compared in. */
    FileChecks checks(long length) {
        FileChecks checks = new FileChecks(CheckAlgorithm.SHA_256, new byte[Long.BYTES], CompareBlocks.size(length));
        checks.begin(length);
        return checks;
    }

    /** @throws SourceException what was said about the file is void */
    void send(int index, long length, Source.File file) throws SourceException, IOException, StoppedException {
        FileChecks checks = checks(length);
        ByteArrayOutputStream digests = new ByteArrayOutputStream(CompareBlocks.MAX_DIGESTS * CompareBlocks.DIGEST_BYTES);
        long first = 0;
        for (long at = 0; at < length; ) {
            if (demand.isPaused()) {
                demand.awaitFlow();
            }
            int inBlock = checks.blockBytes() - (int) (at % checks.blockBytes());
            buffer.clear().limit((int) Math.min(Math.min(buffer.capacity(), inBlock), length - at));
            file.read(buffer, at);
            buffer.flip();
            checks.update(buffer);
            at += buffer.limit();
            if (at == length || at % checks.blockBytes() == 0) {
                digests.writeBytes(checks.block());
            }
            if (digests.size() == CompareBlocks.MAX_DIGESTS * CompareBlocks.DIGEST_BYTES && at < length) {
                page(index, first, digests, FileChecks.NONE);
                first += CompareBlocks.MAX_DIGESTS;
            }
        }
        file.demandUnchanged();
        page(index, first, digests, checks.root());
    }

    private void page(int index, long first, ByteArrayOutputStream digests, byte[] root) throws IOException {
        writer.send(Control.newBuilder().setDigests(Digests.newBuilder().setStream(stream).setFile(index).setFirst(first)
                .setSha256(ByteString.copyFrom(digests.toByteArray())).setRoot(ByteString.copyFrom(root))).build());
        digests.reset();
    }
}
