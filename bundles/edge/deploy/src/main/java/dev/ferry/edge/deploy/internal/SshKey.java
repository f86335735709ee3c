package dev.ferry.edge.deploy.internal;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An Ed25519 key as OpenSSH writes it (RFC 8709, section 4): {@code ssh-ed25519 BASE64 COMMENT}.
 *
 * @param blob    type and key, as between type and comment of the line
 * @param comment who it belongs to, in the words of the person who wrote it down
 */
record SshKey(byte[] blob, String comment) {
    static final String TYPE = "ssh-ed25519";
    private static final int LENGTH = 32;
    /** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410). */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    SshKey {
        blob = blob.clone();
    }

    /** @throws IllegalArgumentException with a sentence for the person who wrote it */
    static SshKey parse(String line) {
        String[] words = line.strip().split("\\s+", 3);
        try {
            SshKey key = new SshKey(Base64.getDecoder().decode(words.length > 1 && words[0].equals(TYPE) ? words[1] : "?"), words.length > 2 ? words[2] : "");
            key.publicKey();
            return key;
        } catch (IllegalArgumentException | GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("'" + line + "' is no signer: write a line of a .pub file that ssh-keygen -t ed25519 made.", e);
        }
    }

    PublicKey publicKey() throws GeneralSecurityException, IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(blob));
        byte[] type = string(in);
        byte[] key = string(in);
        if (!new String(type, StandardCharsets.US_ASCII).equals(TYPE) || key.length != LENGTH || in.available() > 0) {
            throw new IOException("not an Ed25519 key");
        }
        byte[] encoded = Arrays.copyOf(SPKI, SPKI.length + LENGTH);
        System.arraycopy(key, 0, encoded, SPKI.length, LENGTH);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** What belongs into the configuration to trust it. */
    String line() {
        return TYPE + " " + Base64.getEncoder().encodeToString(blob) + (comment.isEmpty() ? "" : " " + comment);
    }

    /** A string of the SSH wire format (RFC 4251, section 5). */
    static byte[] string(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a length of " + length);
        }
        return in.readNBytes(length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SshKey key && Arrays.equals(blob, key.blob);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(blob);
    }
}
