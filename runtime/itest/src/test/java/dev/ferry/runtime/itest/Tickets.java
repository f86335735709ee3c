package dev.ferry.runtime.itest;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Tickets as PROTOCOL.md, section 4, has them. */
final class Tickets {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BEFORE_ROUTES = 1 + 1 + 4 + 16 + 2;

    private Tickets() { }

    /** The same ticket of an issuer who does not say where it is. */
    static String withoutRoutes(String ticket) throws NoSuchAlgorithmException {
        byte[] body = Arrays.copyOf(decode(ticket.substring("FERRY:".length())), BEFORE_ROUTES + 1);
        body[BEFORE_ROUTES] = 0;
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update("ferry-ticket-v1".getBytes(StandardCharsets.US_ASCII));
        byte[] sum = digest.digest(body);
        return "FERRY:" + encode(ByteBuffer.allocate(body.length + 4).put(body).put(sum, 0, 4).array());
    }

    private static byte[] decode(String text) {
        BigInteger bits = BigInteger.ONE; // keeps leading zeros
        for (char letter : text.toCharArray()) {
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(ALPHABET.indexOf(letter)));
        }
        int length = text.length() * 5 / 8;
        byte[] all = bits.shiftRight(text.length() * 5 - length * 8).toByteArray();
        return Arrays.copyOfRange(all, all.length - length, all.length);
    }

    private static String encode(byte[] bytes) {
        int letters = (bytes.length * 8 + 4) / 5;
        BigInteger bits = new BigInteger(1, bytes).shiftLeft(letters * 5 - bytes.length * 8);
        StringBuilder text = new StringBuilder();
        for (int i = letters - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt(bits.shiftRight(i * 5).intValue() & 31));
        }
        return text.toString();
    }
}
