package dev.ferry.core.transfer.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChecksTest {
    /** From the reference implementation of xxHash 0.8. */
    @Test
    void xxh3HasTheReferenceValueOfTheEmptyInput() {
        assertThat(HexFormat.of().formatHex(BlockCheck.of(CheckAlgorithm.XXH3_128, 0).finish())).isEqualTo("99aa06d3014798d86001c324468d497f");
    }

    @Test
    void sha256IsSha256() throws Exception {
        BlockCheck check = BlockCheck.of(CheckAlgorithm.SHA_256, 7);
        check.update(ByteBuffer.wrap("abc".getBytes(StandardCharsets.US_ASCII)));
        assertThat(check.finish()).isEqualTo(MessageDigest.getInstance("SHA-256").digest("abc".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @EnumSource(CheckAlgorithm.class)
    void piecesAndKindsOfBuffersMakeNoDifference(CheckAlgorithm algorithm) {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        BlockCheck whole = BlockCheck.of(algorithm, 42);
        whole.update(ByteBuffer.wrap(bytes));
        byte[] expected = whole.finish();

        BlockCheck pieces = BlockCheck.of(algorithm, 42);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 3).position(3).put(bytes);
        int at = 3;
        for (int length = 1; at < direct.capacity(); length = length * 3 + 1) {
            ByteBuffer piece = direct.duplicate().position(at).limit(Math.min(direct.capacity(), at + length));
            pieces.update(piece);
            assertThat(piece.position()).isEqualTo(at);
            at = piece.limit();
        }
        assertThat(pieces.finish()).isEqualTo(expected).hasSize(algorithm.bytes());
        pieces.update(ByteBuffer.wrap(bytes, 5, 10));
        pieces.reset();
        pieces.update(ByteBuffer.allocate(bytes.length + 1).position(1).put(bytes).position(1).asReadOnlyBuffer());
        assertThat(pieces.finish()).isEqualTo(expected);
    }

    @Test
    void everyBitCountsAndTheKeyToo() {
        byte[] bytes = new byte[1 << 16];
        byte[] plain = xxh3(bytes, 1);
        for (int bit = 0; bit < 10_000; bit++) {
            int place = bit * 7 % bytes.length;
            bytes[place] ^= (byte) (1 << bit % 8);
            assertThat(xxh3(bytes, 1)).isNotEqualTo(plain);
            bytes[place] ^= (byte) (1 << bit % 8);
        }
        assertThat(xxh3(bytes, 2)).isNotEqualTo(plain);
    }

    @Test
    void theRootCoversAlgorithmBlockSizeLengthAndOrder() {
        byte[] a = new byte[16];
        byte[] b = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        assertThat(root(1 << 20, (1 << 20) + 1, a, b)).hasSize(32).isNotEqualTo(root(1 << 20, (1 << 20) + 1, b, a)).isNotEqualTo(root(1 << 20, 2 << 20, a, b))
                .isNotEqualTo(root(1 << 19, (1 << 19) + 1, a, b));
        assertThat(root(1 << 20, 0)).hasSize(32);
    }

    @Test
    void aRootNeedsEveryBlockOnce() {
        FileRoot root = new FileRoot(CheckAlgorithm.XXH3_128, 1024, 1025);
        root.add(new byte[16]);
        assertThatThrownBy(root::finish).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> root.add(new byte[32])).isInstanceOf(IllegalStateException.class);
        root.add(new byte[16]);
        assertThatThrownBy(() -> root.add(new byte[16])).isInstanceOf(IllegalStateException.class);
        assertThat(root.finish()).hasSize(32);
    }

    private static byte[] root(int block, long length, byte[]... checks) {
        FileRoot root = new FileRoot(CheckAlgorithm.XXH3_128, block, length);
        for (byte[] check : checks) {
            root.add(check);
        }
        return root.finish();
    }

    private static byte[] xxh3(byte[] bytes, long seed) {
        BlockCheck check = BlockCheck.of(CheckAlgorithm.XXH3_128, seed);
        check.update(ByteBuffer.wrap(bytes));
        return check.finish();
    }
}
