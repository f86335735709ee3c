package dev.ferry.core.transfer.internal.send;

import com.google.protobuf.ByteString;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.wire.CheckAlgorithm;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Digests;
import dev.ferry.core.protocol.wire.Pieces;
import dev.ferry.core.transfer.internal.check.CompareBlocks;
import dev.ferry.core.transfer.internal.check.RollingHash;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Says what a file's blocks, or the pieces of some of them, are without sending them. One thread. */
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

    private interface Sums {
        void add(int hash, byte[] digest) throws IOException;
    }

    /**
     * The whole file's.
     *
     * @throws SourceException what was said about the file is void
     */
    void blocks(int index, long length, Source.File file) throws SourceException, IOException, StoppedException {
        int blockBytes = CompareBlocks.size(length);
        FileChecks checks = checks(length, blockBytes);
        ByteBuffer sums = ByteBuffer.allocate(CompareBlocks.MAX_SUMS * CompareBlocks.SUM_BYTES);
        long[] first = {0};
        each(file, 0, length, checks, (hash, digest) -> {
            if (!sums.hasRemaining()) {
                page(index, first[0], sums, FileChecks.NONE);
                first[0] += CompareBlocks.MAX_SUMS;
            }
            sums.putInt(hash).put(digest);
        });
        file.demandUnchanged();
        page(index, first[0], sums, checks.root());
    }

    private void page(int index, long first, ByteBuffer sums, byte[] root) throws IOException {
        writer.send(Control.newBuilder().setDigests(Digests.newBuilder().setStream(stream).setFile(index).setFirst(first)
                .setSums(ByteString.copyFrom(sums.flip())).setRoot(ByteString.copyFrom(root))).build());
        sums.clear();
    }

    /** Those of the pieces of a part. */
    void pieces(Piece part, long length, Source.File file) throws SourceException, IOException, StoppedException {
        int pieceBytes = CompareBlocks.pieceSize(length);
        ByteBuffer sums = ByteBuffer.allocate(CompareBlocks.MAX_PIECE_SUMS * CompareBlocks.PIECE_SUM_BYTES);
        long[] from = {part.offset()};
        each(file, part.offset(), part.offset() + part.length(), checks(part.length(), pieceBytes), (hash, digest) -> {
            if (!sums.hasRemaining()) {
                page(part.file(), from[0], sums);
                from[0] += (long) CompareBlocks.MAX_PIECE_SUMS * pieceBytes;
            }
            sums.putInt(hash).put(digest, 0, CompareBlocks.PIECE_DIGEST_BYTES);
        });
        file.demandUnchanged();
        page(part.file(), from[0], sums);
    }

    private void page(int index, long offset, ByteBuffer sums) throws IOException {
        writer.send(Control.newBuilder().setPieces(Pieces.newBuilder().setStream(stream).setFile(index).setOffset(offset).setSums(ByteString.copyFrom(sums.flip()))).build());
        sums.clear();
    }

    private static FileChecks checks(long length, int blockBytes) {
        FileChecks checks = new FileChecks(CheckAlgorithm.SHA_256, new byte[Long.BYTES], blockBytes);
        checks.begin(length);
        return checks;
    }

    private void each(Source.File file, long from, long end, FileChecks checks, Sums sums) throws SourceException, IOException, StoppedException {
        long hash = 0;
        for (long at = from; at < end; ) {
            if (demand.isPaused()) {
                demand.awaitFlow();
            }
            int inBlock = checks.blockBytes() - (int) (at % checks.blockBytes());
            buffer.clear().limit((int) Math.min(Math.min(buffer.capacity(), inBlock), end - at));
            file.read(buffer, at);
            buffer.flip();
            checks.update(buffer);
            hash = RollingHash.add(hash, buffer);
            at += buffer.limit();
            if (at == end || at % checks.blockBytes() == 0) {
                sums.add(RollingHash.sum(hash), checks.block());
                hash = 0;
            }
        }
    }
}
