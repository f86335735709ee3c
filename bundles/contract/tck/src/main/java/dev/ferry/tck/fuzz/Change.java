package dev.ferry.tck.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** One to eight random changes to an input: of bits, bytes, numbers, lengths, order, and with pieces of other inputs. */
final class Change {
    private static final long[] NUMBERS = {-1, 0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final String LETTERS = "{}[]\"\\,:;=-./ \n\0%0129eEinfl";

    private final List<byte[]> others;
    private final RandomGenerator random;
    private byte[] bytes;

    Change(byte[] input, List<byte[]> others, RandomGenerator random) {
        this.bytes = input.clone();
        this.others = others;
        this.random = random;
    }

    byte[] made(int longest) {
        for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
            once();
        }
        return bytes.length > longest ? Arrays.copyOf(bytes, longest) : bytes;
    }

    private void once() {
        int at = random.nextInt(bytes.length + 1);
        int rest = bytes.length - at;
        switch (random.nextInt(10)) {
            case 0 -> bytes = Arrays.copyOf(bytes, at);
            case 1 -> replace(at, 0, randomBytes(1 + random.nextInt(8)));
            case 2 -> replace(at, Math.min(rest, 1 + random.nextInt(8)), new byte[0]);
            case 3 -> replace(at, 0, Arrays.copyOfRange(bytes, at, at + Math.min(rest, 1 + random.nextInt(64))));
            case 4 -> {
                byte[] number = number();
                replace(at, Math.min(rest, number.length), number);
            }
            case 5 -> {
                byte[] other = others.get(random.nextInt(others.size()));
                int from = random.nextInt(other.length + 1);
                replace(at, random.nextBoolean() ? rest : 0, Arrays.copyOfRange(other, from, other.length));
            }
            case 6 -> replace(at, 0, repeated((byte) LETTERS.charAt(random.nextInt(LETTERS.length())), 1 << random.nextInt(13)));
            case 7 -> replace(at, Math.min(rest, 1), new byte[] {(byte) LETTERS.charAt(random.nextInt(LETTERS.length()))});
            default -> {
                if (rest > 0) {
                    bytes[at] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
    }

    private byte[] number() {
        int size = 1 << random.nextInt(4);
        byte[] whole = ByteBuffer.allocate(8).putLong(NUMBERS[random.nextInt(NUMBERS.length)]).array();
        return Arrays.copyOfRange(whole, 8 - size, 8);
    }

    private byte[] randomBytes(int count) {
        byte[] made = new byte[count];
        random.nextBytes(made);
        return made;
    }

    private static byte[] repeated(byte letter, int times) {
        byte[] made = new byte[times];
        Arrays.fill(made, letter);
        return made;
    }

    private void replace(int at, int length, byte[] with) {
        byte[] made = new byte[bytes.length - length + with.length];
        System.arraycopy(bytes, 0, made, 0, at);
        System.arraycopy(with, 0, made, at, with.length);
        System.arraycopy(bytes, at + length, made, at + with.length, bytes.length - at - length);
        bytes = made;
    }
}
