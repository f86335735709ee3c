package dev.ferry.core.transfer.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.SessionTerms.Chunking;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BlockSizeTest {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final long GIB = 1024L * MIB;
    private static final Chunking ADAPTIVE = new Chunking(true, 64 * KIB, 4 * MIB);
    private static final Optional<Duration> NEAR = Optional.of(Duration.ofMillis(1));
    private static final Optional<Duration> FAR = Optional.of(Duration.ofMillis(100));
    private static final OptionalLong UNKNOWN = OptionalLong.empty();

    private static int of(long largestFile, Optional<Duration> roundTrip, OptionalLong rate) {
        return BlockSize.of(ADAPTIVE, largestFile, roundTrip, rate);
    }

    @Test
    void followsTheLargestFile() {
        assertThat(of(0, NEAR, UNKNOWN)).isEqualTo(256 * KIB);
        assertThat(of(5 * MIB, NEAR, UNKNOWN)).isEqualTo(512 * KIB);
        assertThat(of(GIB, NEAR, UNKNOWN)).isEqualTo(MIB);
        assertThat(of(33 * GIB, NEAR, UNKNOWN)).as("no more checks than a receiver keeps").isEqualTo(2 * MIB);
        assertThat(of(Long.MAX_VALUE, NEAR, UNKNOWN)).isEqualTo(4 * MIB);
    }

    @Test
    void followsTheLink() {
        assertThat(of(GIB, FAR, UNKNOWN)).isEqualTo(256 * KIB);
        assertThat(of(GIB, Optional.empty(), UNKNOWN)).isEqualTo(MIB);
        assertThat(of(GIB, NEAR, OptionalLong.of(500_000))).isEqualTo(64 * KIB);
        assertThat(of(GIB, NEAR, OptionalLong.of(1_000))).isEqualTo(64 * KIB);
        assertThat(of(GIB, NEAR, OptionalLong.of(2 * MIB))).isEqualTo(512 * KIB);
        assertThat(of(GIB, FAR, OptionalLong.of(100 * MIB))).isEqualTo(MIB);
        assertThat(of(GIB, Optional.of(Duration.ofSeconds(1)), OptionalLong.of(300 * KIB))).as("what moves while a word goes there and back").isEqualTo(512 * KIB);
        assertThat(of(GIB, NEAR, OptionalLong.of(Long.MAX_VALUE))).isEqualTo(MIB);
    }

    @Test
    void staysWithinTheTerms() {
        for (long file : new long[] {0, MIB, GIB, Long.MAX_VALUE}) {
            for (OptionalLong rate : new OptionalLong[] {UNKNOWN, OptionalLong.of(0), OptionalLong.of(1 << 20), OptionalLong.of(Long.MAX_VALUE)}) {
                assertThat(BlockSize.of(new Chunking(true, 128 * KIB, 512 * KIB), file, FAR, rate)).isBetween(128 * KIB, 512 * KIB);
                assertThat(BlockSize.of(new Chunking(true, 64 * KIB, 64 * MIB), file, FAR, rate)).isBetween(64 * KIB, 4 * MIB).matches(size -> Integer.bitCount(size) == 1);
            }
        }
    }

    @Test
    void isFixedWhereTheTermsSaySo() {
        Chunking fixed = new Chunking(false, 64 * KIB, 1 * MIB);
        assertThat(BlockSize.of(fixed, 0, NEAR, UNKNOWN)).isEqualTo(MIB);
        assertThat(BlockSize.of(fixed, Long.MAX_VALUE, FAR, OptionalLong.of(10))).isEqualTo(MIB);
    }
}
