package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** RFC 4231 for HMAC, RFC 5869 appendix A for HKDF. */
class HkdfTest {
    @Test
    void hmacGivesTheResultsOfRfc4231() {
        assertThat(hex(Hmac.sha256(Hex.of("0b".repeat(20)), "Hi There".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        assertThat(hex(Hmac.sha256("Jefe".getBytes(StandardCharsets.US_ASCII),
                "what do ya want ".getBytes(StandardCharsets.US_ASCII),
                "for nothing?".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void hmacRefusesAFlippedBitAShortenedAndAnEmptyCode() {
        byte[] key = Hex.of("0b".repeat(32));
        byte[] message = {1, 2, 3};
        byte[] code = Hmac.sha256(key, message);
        assertThat(Hmac.verify(code, key, message)).isTrue();
        for (int i = 0; i < code.length; i++) {
            assertThat(Hmac.verify(Hex.flipped(code, i), key, message)).isFalse();
        }
        assertThat(Hmac.verify(Arrays.copyOf(code, 16), key, message)).isFalse();
        assertThat(Hmac.verify(new byte[0], key, message)).isFalse();
    }

    @Test
    void testCase1() {
        byte[] prk = Hkdf.extract(Hex.of("000102030405060708090a0b0c"), Hex.of("0b".repeat(22)));
        assertThat(hex(prk)).isEqualTo("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
        assertThat(hex(Hkdf.expand(prk, Hex.of("f0f1f2f3f4f5f6f7f8f9"), 42))).isEqualTo(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }

    @Test
    void testCase2WithLongInputs() {
        byte[] prk = Hkdf.extract(range(0x60, 80), range(0x00, 80));
        assertThat(hex(prk)).isEqualTo("06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244");
        assertThat(hex(Hkdf.expand(prk, range(0xb0, 80), 82))).isEqualTo(
                "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                        + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                        + "cc30c58179ec3e87c14c01d5c1f3434f1d87");
    }

    @Test
    void testCase3WithoutSaltAndInfo() {
        byte[] prk = Hkdf.extract(new byte[0], Hex.of("0b".repeat(22)));
        assertThat(hex(prk)).isEqualTo("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04");
        assertThat(hex(Hkdf.expand(prk, new byte[0], 42))).isEqualTo(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }

    @Test
    void differentLabelsGiveUnrelatedKeys() {
        byte[] secret = range(1, 32);
        assertThat(Hkdf.derive(secret, new byte[0], "ferry-a", 32))
                .isNotEqualTo(Hkdf.derive(secret, new byte[0], "ferry-b", 32));
    }

    @Test
    void refusesMoreThanTheRfcAllows() {
        byte[] prk = new byte[32];
        assertThat(Hkdf.expand(prk, new byte[0], Hkdf.MAX_OUTPUT)).hasSize(255 * 32);
        assertThatThrownBy(() -> Hkdf.expand(prk, new byte[0], Hkdf.MAX_OUTPUT + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hkdf.expand(prk, new byte[0], 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] range(int from, int count) {
        byte[] out = new byte[count];
        for (int i = 0; i < count; i++) {
            out[i] = (byte) (from + i);
        }
        return out;
    }
}
