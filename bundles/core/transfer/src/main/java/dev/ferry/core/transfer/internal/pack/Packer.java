package dev.ferry.core.transfer.internal.pack;

import dev.ferry.api.ShareOptions.Compression;
import dev.ferry.core.protocol.FrameLimits;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.zip.Deflater;

/**
 * Compresses the payload of one stream, frame by frame, where that helps. A look at the first bytes of a frame tells what is compressed already, whatever its name; what
 * was looked at in vain is left alone for twice as long each time. One thread, the one that reads the files and writes the frames: the socket's own thread sends what waits
 * in the channel meanwhile. Holds one direct buffer of a frame's size, and the compressor's memory until it is closed.
 */
public final class Packer implements AutoCloseable {
    /** Less gains nothing worth its header. */
    private static final int LEAST = 2 * 1024;
    private static final int PROBE = 12 * 1024;
    /** What saves less than a tenth is not worth the other side's time. */
    private static final double WORTH = 0.9;
    private static final int LONGEST_PAUSE = 128;

    private final Packing packing;
    private final boolean always;
    private final LongSupplier nanos;
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final ByteBuffer packed = ByteBuffer.allocateDirect(FrameLimits.MAX_PAYLOAD);
    private final Payoff payoff = new Payoff();
    private final Expansion expansion = new Expansion();

    private boolean warm;
    private boolean covered;
    private boolean promising;
    /** Frames that are left alone before the next look, and how many it will be after the next one in vain. */
    private int pause;
    private int nextPause = 1;
    /** Frames before the compressor is measured again while it does not pay. */
    private int unpaid;

    private boolean timed;
    private long begunAt;
    private long handedAt;
    private long payload;
    private long length;

    /** @param nanos monotone time */
    public Packer(Packing packing, Compression mode, LongSupplier nanos) {
        this.packing = packing;
        this.always = mode == Compression.ALWAYS;
        this.nanos = nanos;
    }

    /** Frames of that file come next. */
    public void file(long size) {
        covered = packing.covers(size);
        promising = false;
        pause = 0;
        nextPause = 1;
        lookAway();
    }

    /** Whether the frames of this file may be compressed at all. */
    public boolean covers() {
        return covered;
    }

    /** What happens until the next frame is begun says nothing about the link. */
    public void lookAway() {
        timed = false;
    }

    /** The next frame is begun: the last one and all that was waited for since is over. */
    public void begin() {
        long now = nanos.getAsLong();
        if (timed) {
            payoff.left(payload, length, handedAt - begunAt, now - handedAt);
        }
        begunAt = now;
    }

    /**
     * The frame's payload in fewer bytes, in a buffer that holds until the next call; empty where it is to go as it is.
     *
     * @param bytes its position stays
     */
    public Optional<ByteBuffer> pack(ByteBuffer bytes) {
        Optional<ByteBuffer> smaller = covered && bytes.remaining() >= LEAST ? smaller(bytes) : Optional.empty();
        payload = smaller.orElse(bytes).remaining();
        length = bytes.remaining();
        handedAt = nanos.getAsLong();
        timed = true;
        if (smaller.isEmpty()) {
            expansion.add(bytes.remaining(), bytes.remaining());
        }
        return smaller;
    }

    private Optional<ByteBuffer> smaller(ByteBuffer bytes) {
        if (pause > 0) {
            pause--;
            return Optional.empty();
        }
        boolean pays = always || payoff.pays();
        if (!pays && unpaid > 0) {
            unpaid--;
            return Optional.empty();
        }
        if (!promising && !probe(bytes)) {
            leaveAlone();
            return Optional.empty();
        }
        if (!pays) {
            // Measured again now and then: how fast the compressor is counts as well.
            unpaid = LONGEST_PAUSE;
            promising = false;
            return Optional.empty();
        }
        if (!deflate(bytes)) {
            promising = false;
            leaveAlone();
            return Optional.empty();
        }
        nextPause = 1;
        return expansion.add(packed.remaining(), bytes.remaining()) ? Optional.of(packed) : Optional.empty();
    }

    private boolean probe(ByteBuffer bytes) {
        ByteBuffer sample = bytes.slice(bytes.position(), Math.min(PROBE, bytes.remaining()));
        if (!warm) {
            // The first time is several times slower, and would be believed for long.
            deflateQuietly(sample);
            warm = true;
        }
        promising = deflate(sample);
        return promising;
    }

    private void leaveAlone() {
        pause = nextPause;
        nextPause = Math.min(LONGEST_PAUSE, nextPause * 2);
    }

    /** @return whether {@link #packed} has it in so much less that it is worth while; it never has more than that */
    private boolean deflate(ByteBuffer bytes) {
        long before = nanos.getAsLong();
        boolean worth = deflateQuietly(bytes);
        payoff.packed(deflater.getBytesRead(), nanos.getAsLong() - before);
        return worth;
    }

    private boolean deflateQuietly(ByteBuffer bytes) {
        packed.clear().limit((int) (bytes.remaining() * WORTH));
        deflater.reset();
        deflater.setInput(bytes.duplicate());
        deflater.finish();
        deflater.deflate(packed);
        packed.flip();
        return deflater.finished();
    }

    @Override
    public void close() {
        deflater.end();
    }
}
