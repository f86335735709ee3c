package dev.ferry.core.transfer.internal.send;

import dev.ferry.core.protocol.Coding;
import dev.ferry.core.protocol.FrameLimits;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.pace.Lane;
import dev.ferry.core.transfer.internal.pack.Packer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Puts files into frames, compressed where that helps. Credit and limits count what leaves. Small frames are gathered in one buffer and leave in one write, large ones leave straight from the buffer they were read into. One thread; holds
 * two direct buffers of {@value #BATCH} bytes or so.
 */
final class FilePump {
    private static final int BATCH = 256 * 1024;
    /** From here on the copy into the batch costs more than a write of its own. */
    private static final int WORTH_A_WRITE = 64 * 1024;

    /** What may get smaller is read in larger pieces: of little at once little is saved. */
    private static final long SHRINKS = 8;
    /** On its way at least, whatever others on the link weigh. */
    private static final long LEAST_ON_WAY = 2L * FrameLimits.MAX_PAYLOAD;
    /** Others come and go, and change what may be on its way. */
    private static final long LOOK_NANOS = 100_000_000L;

    /** Who watches it work. */
    interface Watcher {
        /** Bytes of files left. */
        void sent(long bytes);

        /** Whether the rest of this file is of no use any more. */
        boolean isRefused(int file);
    }

    /** A limited receiver grants ten times a second: until then what has not filled a cell may wait for more. */
    private static final long PATIENCE_NANOS = 150_000_000L;

    private final Demand demand;
    private final FrameWriter writer;
    private final int stream;
    private final FileChecks checks;
    private final Digester digester;
    private final Lane lane;
    private final Optional<Packer> packer;
    private final Watcher watcher;
    private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH);
    private final ByteBuffer payload = ByteBuffer.allocateDirect(FrameLimits.MAX_PAYLOAD);
    private long allowance;
    /** Of what was granted. */
    private long spent;
    /** The largest credit that there was: the receiver's window. */
    private long window;

    /** @param packer closed by who made it */
    FilePump(Demand demand, FrameWriter writer, int stream, FileChecks checks, Lane lane, Optional<Packer> packer, Watcher watcher) {
        this.demand = demand;
        this.writer = writer;
        this.stream = stream;
        this.checks = checks;
        this.digester = new Digester(stream, writer, demand, payload);
        this.lane = lane;
        this.packer = packer;
        this.watcher = watcher;
    }

    /**
     * Sends a piece; content with the file's last byte also its root.
     *
     * @throws SourceException the file cannot be sent: what was sent of it is void
     */
    void send(Piece piece, ManifestEntry entry, Source.File file) throws SourceException, IOException, StoppedException {
        switch (piece.kind()) {
            case CONTENT -> {
                checks.begin(entry.size());
                skip(piece, file);
                content(piece, entry, file, checks, true);
            }
            case AGAIN -> {
                FileChecks smaller = checks.ofBlocks(piece.chunk());
                smaller.begin(entry.size());
                content(piece, entry, file, smaller, false);
            }
            case DIGESTS -> {
                flush();
                digester.blocks(piece.file(), entry.size(), file);
            }
            case PIECES -> {
                flush();
                digester.pieces(piece, entry.size(), file);
            }
            case COMPARED -> bare(piece, entry, file);
        }
    }

    private void bare(Piece piece, ManifestEntry entry, Source.File file) throws SourceException, IOException, StoppedException {
        packer.ifPresent(to -> to.file(entry.size()));
        long end = piece.offset() + piece.length();
        for (long at = piece.offset(); at < end && !watcher.isRefused(piece.file()); ) {
            int room = room(end - at, FrameLimits.MAX_PAYLOAD);
            packer.ifPresent(Packer::begin);
            read(file, at, room);
            if (at + room == end) {
                file.demandUnchanged();
            }
            leave(piece.file(), at, FileChecks.NONE, FileChecks.NONE);
            at += room;
        }
    }

    private void read(Source.File file, long at, int room) throws SourceException {
        payload.clear().limit(room);
        if (room > 0) {
            file.read(payload, at);
        }
        payload.flip();
    }

    private void content(Piece piece, ManifestEntry entry, Source.File file, FileChecks by, boolean rooted) throws SourceException, IOException, StoppedException {
        packer.ifPresent(to -> to.file(entry.size()));
        int blockBytes = by.blockBytes();
        long at = piece.offset();
        long end = piece.offset() + piece.length();
        do {
            if (watcher.isRefused(piece.file())) {
                return;
            }
            int room = room(end - at, blockBytes - (int) (at % blockBytes));
            packer.ifPresent(Packer::begin);
            read(file, at, room);
            by.update(payload);
            at += room;
            boolean last = at == entry.size();
            byte[] check = room > 0 && (last || at % blockBytes == 0) ? by.block() : FileChecks.NONE;
            if (at == end) {
                file.demandUnchanged();
            }
            leave(piece.file(), at - room, check, last && rooted ? by.root() : FileChecks.NONE);
        } while (at < end);
    }

    /** The root covers the whole file: the blocks that the receiver has already are read again for their checks. */
    private void skip(Piece piece, Source.File file) throws SourceException, StoppedException {
        for (long at = 0; at < piece.offset(); ) {
            demand.isPaused();
            int room = (int) Math.min(payload.capacity(), piece.offset() - at);
            read(file, at, room);
            checks.update(payload);
            at += room;
            if (at % checks.blockBytes() == 0) {
                checks.block();
            }
        }
    }

    /** How much may go into the next frame: never beyond a block, a frame or the credit, nor far beyond what a limit lets go at once. */
    private int room(long wanted, int inBlock) throws IOException, StoppedException {
        long atOnce = packer.map(Packer::covers).orElse(false) ? lane.most() * SHRINKS : lane.most();
        long most = Math.min(Math.min(wanted, inBlock), Math.min(FrameLimits.MAX_PAYLOAD, atOnce));
        if (most == 0) {
            return 0;
        }
        awaitFlow();
        if (allowance == 0) {
            long granted = demand.granted();
            allowance = demand.pollCredit();
            if (allowance == 0) {
                flush();
                lane.starve();
                demand.awaitGrant(granted, PATIENCE_NANOS);
                allowance = demand.pollCredit();
            }
            if (allowance == 0) {
                writer.flush();
                allowance = demand.takeCredit();
            }
        }
        return (int) Math.min(most, allowance);
    }

    /** Waits until so much may leave. */
    private void awaitTurn(int bytes) throws IOException, StoppedException {
        if (bytes == 0) {
            return;
        }
        awaitPart(bytes);
        for (long wait = lane.take(bytes); wait > 0; wait = lane.take(bytes)) {
            flush();
            demand.pause(wait);
            awaitFlow();
        }
    }

    /** Beside others on the link no more is on its way than its part of the receiver's window. */
    private void awaitPart(int bytes) throws IOException, StoppedException {
        long granted = demand.granted();
        window = Math.max(window, granted - spent);
        for (double part = lane.part(); part < 1 && window - (granted - spent) + bytes > Math.max(LEAST_ON_WAY, window * part); part = lane.part()) {
            flush();
            lane.starve();
            demand.awaitGrant(granted, LOOK_NANOS);
            awaitFlow();
            granted = demand.granted();
            window = Math.max(window, granted - spent);
        }
    }

    private void awaitFlow() throws IOException, StoppedException {
        if (demand.isPaused()) {
            flush();
            writer.flush();
            lane.rest();
            demand.awaitFlow();
            packer.ifPresent(Packer::lookAway);
        }
    }

    private void leave(int file, long offset, byte[] check, byte[] root) throws IOException, StoppedException {
        Optional<ByteBuffer> packed = packer.flatMap(to -> to.pack(payload));
        awaitTurn(packed.orElse(payload).remaining());
        frame(file, offset, packed, check, root);
    }

    private void frame(int file, long offset, Optional<ByteBuffer> packed, byte[] check, byte[] root) throws IOException {
        int length = payload.remaining();
        ByteBuffer leaving = packed.orElse(payload);
        Coding coding = packed.isPresent() ? Coding.DEFLATE : Coding.PLAIN;
        int bytes = leaving.remaining();
        allowance -= bytes;
        spent += bytes;
        if (bytes >= WORTH_A_WRITE) {
            flush();
            writer.send(stream, file, offset, leaving, coding, length, check, root);
        } else if (!FrameWriter.append(batch, stream, file, offset, leaving, coding, length, check, root)) {
            flush();
            FrameWriter.append(batch, stream, file, offset, leaving, coding, length, check, root);
        }
        watcher.sent(length);
    }

    /** Sends what was gathered. */
    void flush() throws IOException {
        if (batch.position() > 0) {
            batch.flip();
            writer.sendBatch(batch);
            batch.clear();
        }
    }
}
