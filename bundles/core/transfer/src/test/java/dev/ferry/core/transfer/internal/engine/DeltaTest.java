package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.transfer.internal.check.CompareBlocks;
import dev.ferry.model.TrustLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a file costs of which an older version is there, in both directions and with everything that is said. */
class DeltaTest extends TwoDevices {
    private static final int BYTES = 16 << 20;
    private static final int SAID = BYTES / CompareBlocks.size(BYTES) * CompareBlocks.SUM_BYTES;
    /** Offer, consent, credit, receipts. */
    private static final int TALK = 4096;

    private final Random random = new Random(1);
    private byte[] old;

    @BeforeEach
    void pair() {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
        old = random(BYTES);
    }

    private byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        return content;
    }

    /** Sends the new version where the old one stands, and says what moved. */
    private long cost(byte[] next) throws Exception {
        Path there = Files.createDirectories(bobsInbox().resolve("alice"));
        Files.write(there.resolve("file"), old);
        Path file = Files.write(Files.createDirectories(dir.resolve("from")).resolve("file"), next);
        AtomicLong moved = new AtomicLong();
        net.onEnd = end -> end.channel().tap(read -> moved.addAndGet(read.remaining()));
        assertThat(result(alice.share(paired(bob), file)).problem()).isEmpty();
        assertThat(there.resolve("file (2)")).hasBinaryContent(next);
        assertThat(there.resolve("file")).hasBinaryContent(old);
        try (Stream<Path> all = Files.walk(bobsInbox())) {
            assertThat(all).noneMatch(path -> path.getFileName().toString().endsWith(".part"));
        }
        return moved.get();
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }

    private byte[] from(int start, int end) {
        return Arrays.copyOfRange(old, start, end);
    }

    @Test
    void scatteredBlocksCostLittleMoreThanThemselves() throws Exception {
        byte[] next = old.clone();
        int blocks = BYTES / 100 / 4096;
        random.ints(0, BYTES / 4096).distinct().limit(blocks).forEach(block -> System.arraycopy(random(4096), 0, next, block * 4096, 4096));
        assertThat(cost(next)).isBetween(blocks * 4096L, blocks * 4096L * 5 / 4 + SAID + TALK);
    }

    @Test
    void scatteredBytesCostAPieceEach() throws Exception {
        byte[] next = old.clone();
        for (int i = 0; i < 20; i++) {
            next[random.nextInt(BYTES)] ^= 1;
        }
        assertThat(cost(next)).isLessThan(20 * 5500L + SAID + TALK);
    }

    @Test
    void runsCostThemselves() throws Exception {
        byte[] next = old.clone();
        for (int i = 0; i < 10; i++) {
            System.arraycopy(random(16_384), 0, next, BYTES / 10 * i + 1234, 16_384);
        }
        assertThat(cost(next)).isBetween(163_840L, 10 * (16_384L + 2 * 4096 + 700) + SAID + TALK);
    }

    @Test
    void whatIsInsertedAtTheFrontCostsItself() throws Exception {
        byte[] inserted = random(100_001);
        assertThat(cost(joined(inserted, old))).isBetween(100_001L, 100_001 + 3 * 32_768L + SAID + TALK);
    }

    @Test
    void whatIsTakenOutCostsNothing() throws Exception {
        assertThat(cost(from(1_000_003, BYTES))).isLessThan(2 * 32_768L + SAID + TALK);
    }

    @Test
    void manyInsertionsInAFewBlocksCostPieces() throws Exception {
        byte[][] parts = new byte[200][];
        for (int i = 0; i < 100; i++) {
            parts[2 * i] = from(BYTES / 100 * i, i == 99 ? BYTES : BYTES / 100 * (i + 1));
            parts[2 * i + 1] = random(10);
        }
        assertThat(cost(joined(parts))).isLessThan(100 * 9000L + SAID + TALK);
    }

    @Test
    void partsThatChangeTheirPlacesCostTheirEnds() throws Exception {
        assertThat(cost(joined(from(BYTES / 2 + 5, BYTES), from(0, BYTES / 2 + 5)))).isLessThan(4 * 32_768L + SAID + TALK);
    }

    @Test
    void anotherFileCostsHardlyMoreThanWithoutTheOld() throws Exception {
        assertThat(cost(random(BYTES))).isBetween((long) BYTES, BYTES + BYTES / 150L);
    }

    @Test
    void whatIsAppendedCostsItself() throws Exception {
        byte[] appended = random(500_000);
        assertThat(cost(joined(old, appended))).isBetween(500_000L, 500_000 + 2 * 32_768L + SAID + TALK);
    }

    @Test
    void zerosCostNothingWhereThereAreSome() throws Exception {
        old = new byte[BYTES];
        assertThat(cost(joined(new byte[1000], random(1000), new byte[BYTES * 2]))).isLessThan(32_768L * 2 + 3L * SAID + TALK);
    }

    @Test
    void aVerySmallFileIsComparedToo() throws Exception {
        old = random(9000);
        byte[] next = old.clone();
        next[8999]++;
        assertThat(cost(next)).isLessThan(4096 + 200 + TALK);
        Files.delete(bobsInbox().resolve("alice/file (2)"));
        assertThat(cost(new byte[] {1})).isLessThan(TALK);
    }
}
