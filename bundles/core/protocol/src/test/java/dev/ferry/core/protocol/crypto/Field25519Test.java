package dev.ferry.core.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every operation against {@link BigInteger}, at the edges and at random. */
class Field25519Test {
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    @Test
    void decodingAndEncodingReducesFully() {
        for (BigInteger value : samples()) {
            assertThat(number(Field25519.decode(bytes(value)))).isEqualTo(value.mod(P));
        }
    }

    @Test
    void bit255IsIgnored() {
        byte[] five = bytes(BigInteger.valueOf(5));
        five[31] |= (byte) 0x80;
        assertThat(number(Field25519.decode(five))).isEqualTo(BigInteger.valueOf(5));
    }

    @Test
    void sumsDifferencesAndProductsMatch() {
        List<BigInteger> samples = samples();
        for (BigInteger a : samples) {
            for (BigInteger b : samples) {
                long[] fa = Field25519.decode(bytes(a));
                long[] fb = Field25519.decode(bytes(b));
                assertThat(number(Field25519.add(fa, fb))).isEqualTo(a.add(b).mod(P));
                assertThat(number(Field25519.subtract(fa, fb))).isEqualTo(a.subtract(b).mod(P));
                assertThat(number(Field25519.multiply(fa, fb))).isEqualTo(a.multiply(b).mod(P));
                assertThat(number(Field25519.multiply(Field25519.subtract(fa, fb), Field25519.subtract(fb, fa))))
                        .isEqualTo(a.subtract(b).multiply(b.subtract(a)).mod(P));
            }
        }
    }

    @Test
    void inversesMatchAndZeroStaysZero() {
        for (BigInteger a : samples()) {
            BigInteger expected = a.mod(P).signum() == 0 ? BigInteger.ZERO : a.modInverse(P);
            assertThat(number(Field25519.invert(Field25519.decode(bytes(a))))).isEqualTo(expected);
        }
    }

    @Test
    void squaresAreTold() {
        for (BigInteger a : samples()) {
            BigInteger symbol = a.modPow(P.subtract(BigInteger.ONE).shiftRight(1), P);
            assertThat(Field25519.isSquare(Field25519.decode(bytes(a))))
                    .isEqualTo(symbol.equals(BigInteger.ONE) ? 1 : 0);
        }
    }

    @Test
    void theElligatorMapMatchesItsDefinition() {
        BigInteger a = BigInteger.valueOf(486662);
        for (BigInteger r : samples()) {
            BigInteger v = a.negate().multiply(
                    BigInteger.ONE.add(BigInteger.TWO.multiply(r).multiply(r)).modInverse(P)).mod(P);
            BigInteger right = v.modPow(BigInteger.valueOf(3), P).add(a.multiply(v).multiply(v)).add(v).mod(P);
            boolean square = right.modPow(P.subtract(BigInteger.ONE).shiftRight(1), P).equals(BigInteger.ONE);
            BigInteger expected = square ? v : v.negate().subtract(a).mod(P);
            assertThat(CPaceGenerator.mapToCurve(bytes(r))).isEqualTo(bytes(expected));
        }
    }

    private static List<BigInteger> samples() {
        List<BigInteger> samples = new ArrayList<>();
        for (int i = 0; i <= 20; i++) {
            samples.add(BigInteger.valueOf(i));
            samples.add(P.subtract(BigInteger.valueOf(i)));
            samples.add(BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(i + 1)));
        }
        Random random = new Random(25519);
        for (int i = 0; i < 60; i++) {
            samples.add(new BigInteger(255, random));
        }
        return samples;
    }

    private static byte[] bytes(BigInteger value) {
        byte[] out = new byte[32];
        byte[] bigEndian = value.toByteArray();
        for (int i = 0; i < Math.min(32, bigEndian.length); i++) {
            out[i] = bigEndian[bigEndian.length - 1 - i];
        }
        return out;
    }

    private static BigInteger number(long[] element) {
        byte[] littleEndian = Field25519.encode(element);
        byte[] bigEndian = new byte[32];
        for (int i = 0; i < 32; i++) {
            bigEndian[i] = littleEndian[31 - i];
        }
        return new BigInteger(1, bigEndian);
    }
}
