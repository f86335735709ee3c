package dev.ferry.core.transfer.internal.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.transfer.internal.check.BlockCheck;
import dev.ferry.core.transfer.internal.check.RollingHash;
import dev.ferry.core.transfer.internal.disk.DiskException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RollingSearchTest {
    private static final int WINDOW = 4096;
    private static final int STRIDE = RollingHash.BYTES + 32;

    private final Random random = new Random(1);
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong hashed = new AtomicLong();

    private byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        return content;
    }

    private static byte[] sums(byte[]... blocks) {
        ByteBuffer sums = ByteBuffer.allocate(blocks.length * STRIDE);
        for (byte[] block : blocks) {
            sums.putInt(RollingHash.sum(RollingHash.add(0, ByteBuffer.wrap(block)))).put(BlockCheck.sha256().digest(block));
        }
        return sums.array();
    }

    private Map<Integer, Long> search(byte[] old, byte[] sums, long effort, long from, long to) throws DiskException {
        BitSet all = new BitSet();
        all.set(0, sums.length / STRIDE);
        Map<Integer, Long> found = new TreeMap<>();
        RollingSearch.Reading reading = (target, position) -> {
            if (position >= old.length) {
                return -1;
            }
            int bytes = Math.min(Math.min(target.remaining(), 10_000), old.length - (int) position);
            target.put(old, (int) position, bytes);
            read.addAndGet(bytes);
            return bytes;
        };
        new RollingSearch(reading, WINDOW, new SumIndex(sums, STRIDE, all), BlockCheck.sha256(), new Effort(effort, hashed::incrementAndGet), (block, content, place) -> {
            assertThat(content.remaining()).isEqualTo(WINDOW);
            found.putIfAbsent(block, place);
        }).search(from, to);
        return found;
    }

    @Test
    void theHashRolls() {
        byte[] bytes = random(3 * WINDOW);
        RollingHash rolling = new RollingHash(WINDOW);
        long hash = RollingHash.add(0, bytes, 0, WINDOW);
        for (int i = 0; i < 2 * WINDOW; i++) {
            hash = rolling.roll(hash, bytes[i], bytes[i + WINDOW]);
            assertThat(hash).isEqualTo(RollingHash.add(0, bytes, i + 1, WINDOW));
        }
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        assertThat(RollingHash.add(RollingHash.add(0, direct.slice(0, 1001)), direct.slice(1001, 3000))).isEqualTo(RollingHash.add(0, bytes, 0, 4001));
    }

    /** The value of the document. */
    @Test
    void theHashIsThatOfTheDocument() {
        assertThat(RollingHash.sum(RollingHash.add(0, "abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 3))).isEqualTo(0x2a11b332);
    }

    @Test
    void findsBlocksAtEveryPlace() throws Exception {
        byte[] old = random(700_001);
        int[] places = {0, 5_001, 300_000, 304_096, 500_000, old.length - WINDOW};
        byte[][] blocks = Arrays.stream(places).mapToObj(place -> Arrays.copyOfRange(old, place, place + WINDOW)).toArray(byte[][]::new);
        assertThat(search(old, sums(blocks), Long.MAX_VALUE, 0, old.length).values()).containsExactly(0L, 5_001L, 300_000L, 304_096L, 500_000L, (long) old.length - WINDOW);
    }

    @Test
    void looksNowhereElse() throws Exception {
        byte[] old = random(100_000);
        byte[] sums = sums(Arrays.copyOfRange(old, 10_000, 10_000 + WINDOW), Arrays.copyOfRange(old, 50_000, 50_000 + WINDOW));
        assertThat(search(old, sums, Long.MAX_VALUE, 10_001, 50_000 + WINDOW - 1)).isEmpty();
        assertThat(search(old, sums, Long.MAX_VALUE, 10_000, 50_000 + WINDOW)).containsOnlyKeys(0, 1);
        assertThat(search(old, sums, Long.MAX_VALUE, 60_000, 50_000)).isEmpty();
        assertThat(search(old, sums, Long.MAX_VALUE, 99_999, 200_000)).isEmpty();
    }

    @Test
    void equalBlocksAreFoundAtOnce() throws Exception {
        byte[] block = random(WINDOW);
        assertThat(search(block, sums(block, block, random(WINDOW), block), Long.MAX_VALUE, 0, WINDOW)).containsOnlyKeys(0, 1, 3);
    }

    /** Every hash that is said is one that is met at every place of the old version, and no digest is. */
    @Test
    void aLyingPeerCostsNoMoreThanIsAllowed() throws Exception {
        byte[] old = new byte[8 << 20];
        ByteBuffer sums = ByteBuffer.allocate(20_000 * STRIDE);
        while (sums.hasRemaining()) {
            sums.putInt(RollingHash.sum(RollingHash.add(0, new byte[WINDOW], 0, WINDOW))).put(random(32));
        }
        long begin = System.nanoTime();
        assertThat(search(old, sums.array(), 100L << 20, 0, old.length)).isEmpty();
        // Without a bound these are 32 GiB to hash and 160 billion digests to compare.
        assertThat(read.get()).isLessThan(1 << 20);
        assertThat(hashed.get()).isLessThanOrEqualTo(4);
        assertThat(System.nanoTime() - begin).isLessThan(20_000_000_000L);
    }
}
