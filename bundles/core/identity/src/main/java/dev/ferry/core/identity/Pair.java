package dev.ferry.core.identity;

import dev.ferry.model.DeviceId;
import dev.ferry.model.TrustLevel;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A paired device as the trust store keeps it. Its secret is not here; see {@link TrustStore#withSecret}.
 *
 * @param id        hash of its key
 * @param publicKey 32 bytes Ed25519
 * @param name      local name, escaped
 * @param trust     level
 * @param since     when paired
 * @param lease     until when it has that level; empty where that is until somebody changes it
 */
public record Pair(DeviceId id, byte[] publicKey, String name, TrustLevel trust, Instant since, Optional<Lease> lease) {
    public Pair {
        Objects.requireNonNull(trust, "trust");
        publicKey = publicKey.clone();
        if (!DeviceId.ofPublicKey(publicKey).equals(id)) {
            throw new IllegalArgumentException("The id is not that of the key");
        }
        if (lease.isPresent() && !isLess(lease.get().afterwards(), trust)) {
            throw new IllegalArgumentException("The end of a time never raises trust, as from " + trust + " to " + lease.get().afterwards());
        }
    }

    public Pair(DeviceId id, byte[] publicKey, String name, TrustLevel trust, Instant since) {
        this(id, publicKey, name, trust, since, Optional.empty());
    }

    private static boolean isLess(TrustLevel one, TrustLevel other) {
        return one.ordinal() > other.ordinal();
    }

    /** What it is at this time: a level whose time is over is gone. */
    public Pair at(Instant now) {
        return lease.filter(l -> !l.holds(now)).map(over -> trusted(over.afterwards())).orElse(this);
    }

    /** With this level, until somebody changes it. */
    public Pair trusted(TrustLevel level) {
        return new Pair(id, publicKey, name, level, since);
    }

    /** With this level for a while, and then with the one that it had before; but always with less. */
    public Pair trusted(TrustLevel level, Instant given, Instant until) {
        TrustLevel before = lease.map(Lease::afterwards).orElse(trust);
        TrustLevel next = TrustLevel.values()[level.ordinal() + 1];
        return new Pair(id, publicKey, name, level, since, Optional.of(new Lease(isLess(before, next) ? before : next, given, until)));
    }

    public Pair named(String other) {
        return new Pair(id, publicKey, other, trust, since, lease);
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }
}
