package dev.ferry.core.transfer.internal.send;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.model.SessionTerms.Chunking;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The size of the blocks in which one transfer is verified: decided when its first connection is there, and the same on all others, since what has come is kept by it. A block
 * is what is sent again at least after a fault, so it is a little of the largest file and of what the link moves in a moment; and what a check is kept of, so it is not too
 * little of a huge file. Safe for use by several threads.
 */
public final class BlockSize {
    /** Measured: smaller ones cost checks, larger ones cost more to send again. */
    private static final int USUAL = 1 << 20;
    /** The least that the wire allows. */
    private static final int SMALLEST = 64 << 10;
    /** The most that the wire allows. */
    private static final int LARGEST = 4 << 20;
    /** As large as a frame. Less is only worth while where the link is known to be slow. */
    private static final int SMALL = 256 << 10;
    private static final int PART_OF_FILE = 16;
    private static final int MOST_BLOCKS = 32_768;
    private static final Duration FAR = Duration.ofMillis(40);
    private static final double MOMENT_SECONDS = 0.25;
    private static final double MOMENT_ROUND_TRIPS = 2;
    private static final double SECOND = 1e9;

    private final Chunking chunking;
    private final long largestFile;
    private int decided;

    /** @param largestFile bytes of the largest file of the transfer */
    public BlockSize(Chunking chunking, long largestFile) {
        this(chunking, largestFile, OptionalInt.empty());
    }

    /** @param before as it was decided in an earlier process */
    public BlockSize(Chunking chunking, long largestFile, OptionalInt before) {
        this.decided = before.orElse(0);
        this.chunking = chunking;
        this.largestFile = largestFile;
    }

    public synchronized int on(Session session) {
        if (decided == 0) {
            decided = of(chunking, largestFile, session.connection().roundTrip(), session.bytesPerSecond());
        }
        return decided;
    }

    /** What the receiver made of what was offered. */
    static int agreed(int said, int offered) throws ProtocolException {
        if (said < SMALLEST || said > offered || Integer.bitCount(said) != 1) {
            throw new ProtocolException("What was offered is accepted in blocks of " + Integer.toUnsignedString(said) + " bytes");
        }
        return said;
    }

    /**
     * The size by all that counts.
     *
     * @param roundTrip      where it is known: on the side that dialled
     * @param bytesPerSecond what the link moved lately, where that is known
     */
    static int of(Chunking chunking, long largestFile, Optional<Duration> roundTrip, OptionalLong bytesPerSecond) {
        int most = Math.min(LARGEST, chunking.largest());
        if (!chunking.adaptive()) {
            return most;
        }
        long ofFile = Math.max(SMALL, upToPower(largestFile / PART_OF_FILE));
        long wanted = Math.min(Math.min(USUAL, ofFile), ofLink(roundTrip, bytesPerSecond));
        return (int) Math.min(most, Math.max(chunking.smallest(), Math.max(wanted, upToPower(largestFile / MOST_BLOCKS))));
    }

    private static long ofLink(Optional<Duration> roundTrip, OptionalLong bytesPerSecond) {
        Duration away = roundTrip.orElse(Duration.ZERO);
        if (bytesPerSecond.isEmpty()) {
            return away.compareTo(FAR) < 0 ? USUAL : SMALL;
        }
        double moment = Math.max(MOMENT_SECONDS, MOMENT_ROUND_TRIPS * away.toNanos() / SECOND);
        return Long.highestOneBit((long) (bytesPerSecond.getAsLong() * moment));
    }

    private static long upToPower(long bytes) {
        return bytes <= 1 ? 1 : Long.highestOneBit(bytes - 1) << 1;
    }
}
