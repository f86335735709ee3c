package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519Test {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] MESSAGE = {1, 2, 3, 4};
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    @ParameterizedTest(name = "RFC 8032, section 7.1, key {1}")
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"})
    void keysAndSignaturesAreThoseOfTheRfc(String seed, String publicKey, String message, String signature) {
        Ed25519Keys keys = Ed25519Keys.fromSeed(Hex.of(seed));
        assertThat(hex(keys.publicKey())).isEqualTo(publicKey);
        assertThat(hex(keys.sign(Hex.of(message)))).isEqualTo(signature);
        assertThat(Ed25519.verify(Hex.of(publicKey), Hex.of(message), Hex.of(signature))).isTrue();
    }

    @Test
    void everyFlippedByteOfASignatureIsNoticed() {
        Ed25519Keys keys = Ed25519Keys.generate(RANDOM);
        byte[] signature = keys.sign(MESSAGE);
        for (int i = 0; i < signature.length; i++) {
            assertThat(Ed25519.verify(keys.publicKey(), MESSAGE, Hex.flipped(signature, i))).isFalse();
        }
        assertThat(Ed25519.verify(keys.publicKey(), new byte[] {1, 2, 3, 5}, signature)).isFalse();
        assertThat(Ed25519.verify(Ed25519Keys.generate(RANDOM).publicKey(), MESSAGE, signature)).isFalse();
    }

    @Test
    void zeroShortAndLongSignaturesAreRefused() {
        byte[] key = Ed25519Keys.generate(RANDOM).publicKey();
        for (int length : new int[] {0, 1, 32, 63, 64, 65, 128}) {
            assertThat(Ed25519.verify(key, MESSAGE, new byte[length])).isFalse();
        }
    }

    @Test
    void aNonCanonicalSIsRefused() {
        Ed25519Keys keys = Ed25519Keys.generate(RANDOM);
        byte[] signature = keys.sign(MESSAGE);
        BigInteger larger = number(Arrays.copyOfRange(signature, 32, 64)).add(ORDER);
        for (int i = 0; i < 32; i++) {
            signature[32 + i] = larger.shiftRight(8 * i).byteValue();
        }
        assertThat(Ed25519.verify(keys.publicKey(), MESSAGE, signature)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707"})
    void lowOrderNonCanonicalAndShortKeysAreRefused(String key) {
        assertThat(Ed25519.isAcceptable(Hex.of(key))).isFalse();
        assertThat(Ed25519.verify(Hex.of(key), MESSAGE, new byte[64])).isFalse();
    }

    @Test
    void underALowOrderKeyTheUniversalSignatureIsRefused() {
        // R = A = the neutral element and S = 0 satisfy the verification equation for every message.
        byte[] neutral = Hex.of("01" + "00".repeat(31));
        byte[] universal = Hex.of("01" + "00".repeat(63));
        assertThat(Ed25519.verify(neutral, MESSAGE, universal)).isFalse();
        assertThat(Ed25519.verify(Ed25519Keys.generate(RANDOM).publicKey(), MESSAGE, universal)).isFalse();
        // So do R = B, the base point, and S = 1, and nothing is wrong with that R.
        byte[] ofTheBasePoint = Hex.of("58" + "66".repeat(31) + "01" + "00".repeat(31));
        assertThat(Ed25519.isAcceptable(Arrays.copyOf(ofTheBasePoint, 32))).isTrue();
        assertThat(Ed25519.verify(neutral, MESSAGE, ofTheBasePoint)).isFalse();
    }

    @Test
    void aSignatureWithALowOrderRIsRefusedThoughTheEquationHolds() throws Exception {
        // With r = 0, R is the neutral element and S = H(R, A, M) · a; whoever has the key can make such a one.
        byte[] seed = new byte[32];
        RANDOM.nextBytes(seed);
        byte[] key = Ed25519Keys.fromSeed(seed).publicKey();
        byte[] neutral = Hex.of("01" + "00".repeat(31));
        byte[] scalar = Arrays.copyOf(Hash.digest("SHA-512").digest(seed), 32);
        scalar[0] &= (byte) 0xf8;
        scalar[31] = (byte) (scalar[31] & 0x3f | 0x40);
        MessageDigest sha512 = Hash.digest("SHA-512");
        sha512.update(neutral);
        sha512.update(key);
        sha512.update(MESSAGE);
        BigInteger s = number(sha512.digest()).multiply(number(scalar)).mod(ORDER);
        byte[] signature = Arrays.copyOf(neutral, 64);
        for (int i = 0; i < 32; i++) {
            signature[32 + i] = s.shiftRight(8 * i).byteValue();
        }
        Signature lenient = Signature.getInstance("Ed25519");
        lenient.initVerify(Ed25519.toJdk(key));
        lenient.update(MESSAGE);
        assertThat(lenient.verify(signature)).isTrue();
        assertThat(Ed25519.verify(key, MESSAGE, signature)).isFalse();
    }

    @Test
    void aPointOffTheCurveIsNotValidAndNotAnError() {
        for (int y = 2; y < 40; y++) {
            byte[] key = new byte[32];
            key[0] = (byte) y;
            byte[] signature = new byte[64];
            signature[0] = 3;
            assertThat(Ed25519.verify(key, MESSAGE, signature)).isFalse();
        }
    }

    @Test
    void rawAndJdkFormsConvertBothWays() throws Exception {
        for (int i = 0; i < 20; i++) {
            byte[] raw = Ed25519Keys.generate(RANDOM).publicKey();
            assertThat(Ed25519.encode((EdECPublicKey) Ed25519.toJdk(raw))).isEqualTo(raw);
        }
    }

    @Test
    void theDeviceIdIsTheHashOfTheKey() {
        Ed25519Keys keys = Ed25519Keys.generate(RANDOM);
        assertThat(keys.deviceId()).isEqualTo(Hash.sha256(keys.publicKey()));
    }

    @Test
    void aSeedRestoresTheSamePair() {
        Ed25519Keys keys = Ed25519Keys.generate(RANDOM);
        Ed25519Keys again = Ed25519Keys.fromSeed(keys.seed());
        assertThat(again.publicKey()).isEqualTo(keys.publicKey());
        assertThatThrownBy(() -> Ed25519Keys.fromSeed(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClosedPairNoLongerSigns() {
        Ed25519Keys keys = Ed25519Keys.generate(RANDOM);
        keys.close();
        assertThatThrownBy(() -> keys.sign(MESSAGE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(keys::seed).isInstanceOf(IllegalStateException.class);
    }

    private static BigInteger number(byte[] littleEndian) {
        BigInteger out = BigInteger.ZERO;
        for (int i = littleEndian.length - 1; i >= 0; i--) {
            out = out.shiftLeft(8).or(BigInteger.valueOf(littleEndian[i] & 0xff));
        }
        return out;
    }
}
