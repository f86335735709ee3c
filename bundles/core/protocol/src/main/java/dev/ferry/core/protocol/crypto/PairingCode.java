package dev.ferry.core.protocol.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A code that a person reads from one screen and types into another: {@code 7-1234-5678}.
 *
 * <p>The first group is the nameplate, 1 to 999: public, advertised while the code is shown, so that the typing side
 * asks the right device and does not burn the code of another. The other eight digits are the secret; nothing that is
 * sent outside the authenticated exchange is derived from them. Eight digits give an attacker one chance in 10^8 for
 * each try, and {@link CodeAuth} gives him one try for each code.
 *
 * <p>Holds the secret until closed. Not a record: it must not print or compare its secret.
 */
public final class PairingCode implements AutoCloseable {
    /** Number of secret digits. */
    public static final int SECRET_DIGITS = 8;
    /** Largest nameplate. */
    public static final int MAX_NAMEPLATE = 999;

    private static final int GROUP = SECRET_DIGITS / 2;
    private static final int MAX_INPUT = 64;

    private final int nameplate;
    private final byte[] digits;

    private PairingCode(int nameplate, byte[] digits) {
        this.nameplate = nameplate;
        this.digits = digits;
    }

    /**
     * A fresh code.
     *
     * @param taken nameplates that other devices show at the moment; avoided, unless all are taken
     */
    public static PairingCode generate(SecureRandom random, IntPredicate taken) {
        int start = random.nextInt(MAX_NAMEPLATE);
        int nameplate = start + 1;
        for (int i = 0; i < MAX_NAMEPLATE && taken.test(nameplate); i++) {
            nameplate = (start + i) % MAX_NAMEPLATE + 1;
        }
        byte[] digits = new byte[SECRET_DIGITS];
        for (int i = 0; i < SECRET_DIGITS; i++) {
            digits[i] = (byte) ('0' + random.nextInt(10));
        }
        return new PairingCode(nameplate, digits);
    }

    /**
     * Reads what a person typed. Blanks may stand anywhere, dashes of any kind only between the groups; both may be
     * left out, as the last eight digits are always the secret.
     *
     * @param typed not kept; the caller wipes it
     * @throws CodeFormatException with a sentence for the person, which never repeats what was typed
     */
    public static PairingCode parse(char[] typed) throws CodeFormatException {
        if (typed.length > MAX_INPUT) {
            throw new CodeFormatException("This is too long for a code. A code looks like 7-1234-5678.");
        }
        byte[] digits = new byte[MAX_INPUT];
        boolean[] dashBefore = new boolean[MAX_INPUT + 1];
        try {
            int count = 0;
            for (char c : typed) {
                if (isDash(c)) {
                    dashBefore[count] = true;
                } else if (Character.digit(c, 10) >= 0) {
                    digits[count++] = (byte) ('0' + Character.digit(c, 10));
                } else if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
                    throw new CodeFormatException("A code has digits only, as in 7-1234-5678.");
                }
            }
            return checked(digits, dashBefore, count);
        } finally {
            Wipe.bytes(digits);
        }
    }

    private static PairingCode checked(byte[] digits, boolean[] dashBefore, int count) throws CodeFormatException {
        if (count <= SECRET_DIGITS || count > SECRET_DIGITS + 3) {
            throw new CodeFormatException("A code has 9 to 11 digits, as in 7-1234-5678; this has " + count + ".");
        }
        int plateDigits = count - SECRET_DIGITS;
        for (int i = 0; i <= count; i++) {
            if (dashBefore[i] && i != plateDigits && i != plateDigits + GROUP) {
                throw new CodeFormatException(
                        "The dashes are not where a code has them, as in 7-1234-5678. Is a digit missing or too many?");
            }
        }
        int nameplate = 0;
        for (int i = 0; i < plateDigits; i++) {
            nameplate = nameplate * 10 + digits[i] - '0';
        }
        if (digits[0] == '0') {
            throw new CodeFormatException("A code does not begin with 0.");
        }
        return new PairingCode(nameplate, Arrays.copyOfRange(digits, plateDigits, count));
    }

    private static boolean isDash(char c) {
        // Minus sign and full-width hyphen are no dashes to Unicode, but to who types on a phone.
        return Character.getType(c) == Character.DASH_PUNCTUATION || c == '\u2212' || c == '\uff0d';
    }

    /** The public part, 1 to {@link #MAX_NAMEPLATE}. */
    public int nameplate() {
        return nameplate;
    }

    /** The secret digits in ASCII: the PRS of {@link CodeAuth}. A copy that the caller wipes. */
    public byte[] secret() {
        return digits.clone();
    }

    /** The whole code as it is shown, {@code 7-1234-5678}; the caller wipes it. */
    public char[] display() {
        char[] plate = Integer.toString(nameplate).toCharArray();
        char[] shown = Arrays.copyOf(plate, plate.length + SECRET_DIGITS + 2);
        int at = plate.length;
        for (int i = 0; i < SECRET_DIGITS; i++) {
            if (i % GROUP == 0) {
                shown[at++] = '-';
            }
            shown[at++] = (char) digits[i];
        }
        return shown;
    }

    /** Wipes the secret. */
    @Override
    public void close() {
        Wipe.bytes(digits);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "PairingCode[nameplate=" + nameplate + "]";
    }
}
