package dev.ferry.runtime.bench;

import dev.ferry.core.transfer.internal.check.BlockCheck;
import dev.ferry.core.transfer.internal.check.CheckAlgorithm;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The check of one block of 256 KiB in a direct buffer, beside the cheapest that the JDK has. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Checks {
    private final ByteBuffer block = ByteBuffer.allocateDirect(256 * 1024);
    private final BlockCheck xxh3 = BlockCheck.of(CheckAlgorithm.XXH3_128, 1);
    private final BlockCheck sha256 = BlockCheck.of(CheckAlgorithm.SHA_256, 1);

    public Checks() {
        byte[] bytes = new byte[block.capacity()];
        new Random(1).nextBytes(bytes);
        block.put(bytes).flip();
    }

    @Benchmark
    public byte[] xxh3() {
        xxh3.update(block);
        return xxh3.finish();
    }

    @Benchmark
    public byte[] sha256() {
        sha256.update(block);
        return sha256.finish();
    }

    @Benchmark
    public long crc32cOfTheJdk() {
        CRC32C crc = new CRC32C();
        crc.update(block.duplicate());
        return crc.getValue();
    }
}
