package dev.ferry.core.identity.internal;

import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.protocol.crypto.Ed25519Keys;
import dev.ferry.core.protocol.crypto.Wipe;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** The device's key, read from {@code state/identity.key} or made at the first start. */
class Identity implements DeviceIdentity, AutoCloseable {
    private final Ed25519Keys keys;
    private final DeviceId id;
    private final String name;
    private final DeviceKind kind;

    Identity(Ed25519Keys keys, String name, DeviceKind kind) {
        this.keys = keys;
        this.id = DeviceId.ofPublicKey(keys.publicKey());
        this.name = name;
        this.kind = kind;
    }

    /** The lasting key of a home. */
    static Ed25519Keys keys(Path state, SecureRandom random) throws FerryException {
        PrivateFile file = key(state);
        Optional<byte[]> stored = file.read();
        if (stored.isEmpty()) {
            Ed25519Keys made = Ed25519Keys.generate(random);
            byte[] seed = made.seed();
            try {
                file.write(seed);
            } finally {
                Wipe.bytes(seed);
            }
            return made;
        }
        try {
            if (stored.get().length != Ed25519Keys.SEED_LENGTH) {
                throw new FerryException(new Problem.BadConfiguration("identity.key", "The identity in " + state + " is damaged: it has " + stored.get().length + " bytes and not "
                        + Ed25519Keys.SEED_LENGTH + ". Restore identity.key from a backup; if there is none, remove it, and pair this device anew with the others."));
            }
            return Ed25519Keys.fromSeed(stored.get());
        } finally {
            Wipe.bytes(stored.get());
        }
    }

    /** Where a home keeps its key. */
    static PrivateFile key(Path state) {
        return new PrivateFile(state.resolve("identity.key"));
    }

    @Override
    public DeviceId id() {
        return id;
    }

    @Override
    public byte[] publicKey() {
        return keys.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
        return keys.sign(message);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DeviceKind kind() {
        return kind;
    }

    @Override
    public void close() {
        keys.close();
    }
}
