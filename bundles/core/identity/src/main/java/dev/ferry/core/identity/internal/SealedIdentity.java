package dev.ferry.core.identity.internal;

import dev.ferry.core.protocol.crypto.Wipe;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/** Bytes under a passphrase (PROTOCOL.md, "An exported identity"): scrypt, then AES-256-GCM with everything before the ciphertext as associated data. */
final class SealedIdentity {
    private static final byte[] MAGIC = "FERRYIDENTITY1\n".getBytes(StandardCharsets.US_ASCII);
    /** 64 MiB and about half a second: as much as a small device can spare. */
    private static final Cost COST = new Cost(16, 8, 2);
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER = MAGIC.length + 3 + SALT + NONCE;

    private SealedIdentity() { }

    /** Of scrypt: N = 2^log2n, r, p. What a file says is believed within limits: it decides how much memory is taken. */
    record Cost(int log2n, int r, int p) {
        boolean bearable() {
            return log2n >= 14 && log2n <= 17 && r == 8 && p >= 1 && p <= 4;
        }
    }

    static byte[] seal(byte[] plaintext, char[] passphrase, SecureRandom random) {
        return seal(plaintext, passphrase, random, COST);
    }

    static byte[] seal(byte[] plaintext, char[] passphrase, SecureRandom random, Cost cost) {
        byte[] salt = new byte[SALT];
        byte[] nonce = new byte[NONCE];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        byte[] header = ByteBuffer.allocate(HEADER).put(MAGIC).put((byte) cost.log2n).put((byte) cost.r).put((byte) cost.p).put(salt).put(nonce).array();
        byte[] key = key(passphrase, salt, cost);
        try {
            ByteArrayOutputStream sealed = new ByteArrayOutputStream();
            sealed.writeBytes(header);
            sealed.writeBytes(cipher(Cipher.ENCRYPT_MODE, key, nonce, header).doFinal(plaintext));
            return sealed.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-GCM", e);
        } finally {
            Wipe.bytes(key);
        }
    }

    /** @return empty where it is no such file, where it was changed, or where the passphrase is another: nobody can tell which; the caller wipes it */
    static Optional<byte[]> open(byte[] sealed, char[] passphrase) {
        if (sealed.length < HEADER + TAG_BITS / Byte.SIZE || !Arrays.equals(MAGIC, Arrays.copyOf(sealed, MAGIC.length))) {
            return Optional.empty();
        }
        int at = MAGIC.length;
        Cost cost = new Cost(sealed[at], sealed[at + 1], sealed[at + 2]);
        if (!cost.bearable()) {
            return Optional.empty();
        }
        byte[] salt = Arrays.copyOfRange(sealed, at + 3, at + 3 + SALT);
        byte[] nonce = Arrays.copyOfRange(sealed, at + 3 + SALT, HEADER);
        byte[] key = key(passphrase, salt, cost);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, nonce, Arrays.copyOf(sealed, HEADER)).doFinal(sealed, HEADER, sealed.length - HEADER));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        } finally {
            Wipe.bytes(key);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] associated) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }

    /** The same text typed on another keyboard may come in another composition. */
    private static byte[] key(char[] passphrase, byte[] salt, Cost cost) {
        ByteBuffer typed = StandardCharsets.UTF_8.encode(Normalizer.normalize(CharBuffer.wrap(passphrase), Normalizer.Form.NFC));
        byte[] bytes = new byte[typed.remaining()];
        typed.get(bytes);
        try {
            return SCrypt.generate(bytes, salt, 1 << cost.log2n, cost.r, cost.p, 32);
        } finally {
            Wipe.bytes(bytes, typed.array());
        }
    }
}
