package dev.ferry.edge.deploy.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * A signature over a whole file, as {@code ssh-keygen -Y sign -n ferry-plugin} makes it (OpenSSH, PROTOCOL.sshsig). It covers every byte: what is added to a jar, left out of
 * it or written twice into it breaks it, which a jar's own signature does not promise.
 */
final class SshSignature {
    /** A signature that somebody made for another purpose is none of a plugin. */
    static final String NAMESPACE = "ferry-plugin";
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";
    private static final Set<String> HASHES = Set.of("sha256", "sha512");

    private final SshKey key;
    private final byte[] namespace;
    private final byte[] reserved;
    private final byte[] hash;
    private final byte[] signature;

    private SshSignature(SshKey key, byte[] namespace, byte[] reserved, byte[] hash, byte[] signature) {
        this.key = key;
        this.namespace = namespace;
        this.reserved = reserved;
        this.hash = hash;
        this.signature = signature;
    }

    /** @throws IOException it is no signature of this kind */
    static SshSignature parse(String armored) throws IOException {
        String text = armored.strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.length() < BEGIN.length() + END.length()) {
            throw new IOException("not an SSH signature");
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()));
        } catch (IllegalArgumentException e) {
            throw new IOException("not an SSH signature", e);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (!MessageDigest.isEqual(in.readNBytes(MAGIC.length), MAGIC) || in.readInt() != 1) {
            throw new IOException("not an SSH signature of version 1");
        }
        SshKey key = new SshKey(SshKey.string(in), "");
        byte[] namespace = SshKey.string(in);
        byte[] reserved = SshKey.string(in);
        byte[] hash = SshKey.string(in);
        DataInputStream inner = new DataInputStream(new ByteArrayInputStream(SshKey.string(in)));
        String type = new String(SshKey.string(inner), StandardCharsets.US_ASCII);
        byte[] signature = SshKey.string(inner);
        if (!type.equals(SshKey.TYPE) || inner.available() > 0 || in.available() > 0) {
            throw new IOException("not an Ed25519 signature");
        }
        return new SshSignature(key, namespace, reserved, hash, signature);
    }

    SshKey key() {
        return key;
    }

    /** Whether its key made it over these bytes, for this purpose. */
    boolean covers(byte[] file, String purpose) throws IOException {
        String algorithm = new String(hash, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        if (!new String(namespace, StandardCharsets.US_ASCII).equals(purpose) || !HASHES.contains(algorithm)) {
            return false;
        }
        try {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(message);
            out.write(MAGIC);
            for (byte[] each : new byte[][] {namespace, reserved, hash, MessageDigest.getInstance(algorithm.replace("sha", "SHA-")).digest(file)}) {
                out.writeInt(each.length);
                out.write(each);
            }
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key.publicKey());
            verifier.update(message.toByteArray());
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
