package dev.ferry.core.identity;

import dev.ferry.model.DeviceId;
import dev.ferry.model.TrustLevel;
import java.time.Instant;
import java.util.Objects;

/**
 * A paired device as the trust store keeps it. Its secret is not here; see {@link TrustStore#withSecret}.
 *
 * @param id        hash of its key
 * @param publicKey 32 bytes Ed25519
 * @param name      local name, escaped
 * @param trust     level
 * @param since     when paired
 */
public record Pair(DeviceId id, byte[] publicKey, String name, TrustLevel trust, Instant since) {
    public Pair {
        Objects.requireNonNull(trust, "trust");
        publicKey = publicKey.clone();
        if (!DeviceId.ofPublicKey(publicKey).equals(id)) {
            throw new IllegalArgumentException("The id is not that of the key");
        }
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }
}
