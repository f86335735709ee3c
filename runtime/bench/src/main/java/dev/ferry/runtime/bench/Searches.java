package dev.ferry.runtime.bench;

import dev.ferry.core.transfer.internal.check.BlockCheck;
import dev.ferry.core.transfer.internal.check.RollingHash;
import dev.ferry.core.transfer.internal.delta.Effort;
import dev.ferry.core.transfer.internal.delta.RollingSearch;
import dev.ferry.core.transfer.internal.delta.SumIndex;
import dev.ferry.core.transfer.internal.disk.DiskException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An older version of 8 MiB searched for pieces of 4 KiB: all are there one byte further on, and none are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Searches {
    private static final int PIECE = 4096;
    private static final int STRIDE = RollingHash.BYTES + 32;
    private static final int BYTES = 8 << 20;

    private final byte[] old = random(1);
    private final SumIndex shifted = index(old);
    private final SumIndex strange = index(random(2));

    private static byte[] random(int seed) {
        byte[] bytes = new byte[BYTES + 1];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static SumIndex index(byte[] content) {
        ByteBuffer sums = ByteBuffer.allocate(BYTES / PIECE * STRIDE);
        for (int at = 1; at < BYTES; at += PIECE) {
            ByteBuffer piece = ByteBuffer.wrap(content, at, PIECE);
            sums.putInt(RollingHash.sum(RollingHash.add(0, piece.duplicate())));
            var sha256 = BlockCheck.sha256();
            sha256.update(piece);
            sums.put(sha256.digest());
        }
        BitSet all = new BitSet();
        all.set(0, BYTES / PIECE);
        return new SumIndex(sums.array(), STRIDE, all);
    }

    @Benchmark
    public int everythingIsThere() throws DiskException {
        return search(shifted);
    }

    @Benchmark
    public int nothingIsThere() throws DiskException {
        return search(strange);
    }

    private int search(SumIndex index) throws DiskException {
        int[] found = {0};
        new RollingSearch((target, position) -> {
            if (position >= old.length) {
                return -1;
            }
            int bytes = Math.min(target.remaining(), old.length - (int) position);
            target.put(old, (int) position, bytes);
            return bytes;
        }, PIECE, index, BlockCheck.sha256(), new Effort(Long.MAX_VALUE / 2, () -> { }), (block, content, place) -> found[0]++).search(0, old.length);
        return found[0];
    }
}
