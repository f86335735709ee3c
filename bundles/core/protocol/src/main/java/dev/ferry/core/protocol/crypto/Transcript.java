package dev.ferry.core.protocol.crypto;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * T: everything both sides must agree on before either believes the other. Every MAC and signature of an
 * authentication covers T; so misbinding, reflection, relay, downgrade and method confusion all make T differ.
 *
 * <p>T is SHA-256 over these fields in this order, each as
 * {@code length of label (1 byte) ‖ label ‖ length of value (4 bytes, big-endian) ‖ value}:
 * <pre>
 * protocol          "ferry/1"
 * client-versions   the client's offer, 2 bytes a version
 * server-versions   the server's offer
 * roles             "client,server": the order of every pair of fields here
 * client-id         32 bytes
 * server-id         32 bytes
 * client-nonce      32 bytes
 * server-nonce      32 bytes
 * binding           B of {@link Binding}, 32 bytes
 * method            number of the {@link AuthMethod}, 1 byte
 * purpose           number of the {@link Purpose}, 1 byte
 * </pre>
 * An id is the SHA-256 of an Ed25519 identity key, or, before identities are known and in drops, that of the side's
 * throwaway certificate. Immutable.
 */
public final class Transcript {
    /** Length of T, of an id and of a nonce in bytes. */
    public static final int LENGTH = 32;

    private static final List<String> LABELS = List.of("protocol", "client-versions", "server-versions", "roles",
            "client-id", "server-id", "client-nonce", "server-nonce", "binding", "method", "purpose");

    private final Map<String, byte[]> fields;
    private final byte[] hash;

    private Transcript(Map<String, byte[]> fields) {
        this.fields = fields;
        MessageDigest digest = Hash.digest("SHA-256");
        for (String label : LABELS) {
            byte[] labelBytes = Hkdf.label(label);
            byte[] value = fields.get(label);
            digest.update((byte) labelBytes.length);
            digest.update(labelBytes);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
            digest.update(value);
        }
        this.hash = digest.digest();
    }

    /** A transcript with nothing in it yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** T, 32 bytes. */
    public byte[] hash() {
        return hash.clone();
    }

    /** The same transcript with other ids: from throwaway certificates to identities, once both are known. */
    public Transcript withIdentities(byte[] clientId, byte[] serverId) {
        Builder builder = new Builder();
        builder.fields.putAll(fields);
        return builder.identities(clientId, serverId).build();
    }

    /** Collects the parts. A part given again replaces the first. */
    public static final class Builder {
        private final Map<String, byte[]> fields = new LinkedHashMap<>();

        private Builder() {
            fields.put("protocol", Hkdf.label("ferry/1"));
            fields.put("roles", Hkdf.label("client,server"));
        }

        /** The offers of both sides, as they were sent. */
        public Builder versions(ProtocolVersions client, ProtocolVersions server) {
            fields.put("client-versions", client.encoded());
            fields.put("server-versions", server.encoded());
            return this;
        }

        /** Both ids, 32 bytes each. */
        public Builder identities(byte[] client, byte[] server) {
            fields.put("client-id", exact("client id", client));
            fields.put("server-id", exact("server id", server));
            return this;
        }

        /** Both nonces, 32 random bytes each. */
        public Builder nonces(byte[] client, byte[] server) {
            fields.put("client-nonce", exact("client nonce", client));
            fields.put("server-nonce", exact("server nonce", server));
            return this;
        }

        /** The link. */
        public Builder binding(Binding binding) {
            fields.put("binding", binding.value());
            return this;
        }

        /** How and what for. */
        public Builder method(AuthMethod method, Purpose purpose) {
            fields.put("method", new byte[] {(byte) method.number()});
            fields.put("purpose", new byte[] {(byte) purpose.number()});
            return this;
        }

        /**
         * The transcript.
         *
         * @throws IllegalStateException if a part is missing; the message names all that are
         */
        public Transcript build() {
            List<String> missing = LABELS.stream().filter(label -> !fields.containsKey(label)).toList();
            if (!missing.isEmpty()) {
                throw new IllegalStateException("the transcript lacks " + String.join(", ", missing));
            }
            return new Transcript(Map.copyOf(fields));
        }

        private static byte[] exact(String what, byte[] value) {
            if (value.length != LENGTH) {
                throw new IllegalArgumentException("a " + what + " has 32 bytes, not " + value.length);
            }
            return value.clone();
        }
    }
}
