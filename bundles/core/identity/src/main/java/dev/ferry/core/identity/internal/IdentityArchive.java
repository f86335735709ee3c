package dev.ferry.core.identity.internal;

import dev.ferry.api.IdentityService;
import dev.ferry.core.protocol.crypto.Ed25519Keys;
import dev.ferry.core.protocol.crypto.Wipe;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/** {@link IdentityService}: the key and the trust store in one sealed file. What is sealed is the seed of 32 bytes and then the store as it is kept. */
class IdentityArchive implements IdentityService {
    /** Larger than any store. */
    private static final int LARGEST = 16 * 1024 * 1024;

    private final Path state;
    private final boolean guest;
    private final FileTrustStore trust;
    private final SecureRandom random;

    /** {@code guest}: this device keeps nothing in {@code state}. */
    IdentityArchive(Path state, boolean guest, FileTrustStore trust, SecureRandom random) {
        this.state = state;
        this.guest = guest;
        this.trust = trust;
        this.random = random;
    }

    @Override
    public DeviceId export(Path file, char[] passphrase) throws FerryException {
        requireHome();
        if (passphrase.length < SHORTEST_PASSPHRASE) {
            throw new FerryException(new Problem.BadRequest("The passphrase has fewer than " + SHORTEST_PASSPHRASE
                    + " characters: whoever gets the file would guess it. Take a longer one, for example five words."));
        }
        byte[] seed = Identity.key(state).read().orElseThrow(() -> new FerryException(new Problem.NotFound("identity.key", "This home has no identity yet. Start ferry once.")));
        byte[] store = trust.snapshot().encode();
        byte[] plaintext = Arrays.copyOf(seed, seed.length + store.length);
        System.arraycopy(store, 0, plaintext, seed.length, store.length);
        try (Ed25519Keys keys = Ed25519Keys.fromSeed(seed)) {
            new PrivateFile(file).create(SealedIdentity.seal(plaintext, passphrase, random));
            return DeviceId.ofPublicKey(keys.publicKey());
        } catch (FileAlreadyExistsException e) {
            throw new FerryException(new Problem.BadRequest(file + " exists already, and an identity is never written over anything. Name another file."), e);
        } finally {
            Wipe.bytes(seed, store, plaintext);
        }
    }

    @Override
    public DeviceId restore(Path file, char[] passphrase, boolean replace) throws FerryException {
        requireHome();
        byte[] plaintext = SealedIdentity.open(read(file), passphrase).orElseThrow(() -> new FerryException(new Problem.EncryptionError("The passphrase is wrong, or " + file
                + " is no exported identity or was changed: which of these, nobody can tell. Nothing was changed here. Type the passphrase again, or take another copy of the file.")));
        byte[] seed = Arrays.copyOf(plaintext, Ed25519Keys.SEED_LENGTH);
        try {
            Optional<TrustData> store = plaintext.length < Ed25519Keys.SEED_LENGTH ? Optional.empty()
                    : TrustData.decode(Arrays.copyOfRange(plaintext, Ed25519Keys.SEED_LENGTH, plaintext.length));
            if (store.isEmpty()) {
                throw new FerryException(new Problem.BadRequest(file + " was written by another version of Ferry, which this one cannot read. Nothing was changed here."));
            }
            TrustData present = trust.snapshot();
            if (!replace && !(present.pairs().isEmpty() && present.blocked().isEmpty())) {
                throw new FerryException(new Problem.BadRequest("This home has an identity that " + present.pairs().size() + " paired devices know, and " + present.blocked().size()
                        + " blocked ones. To give them up for the one in the file: --replace. To keep both, give the other a home of its own (FERRY_HOME)."));
            }
            try (Ed25519Keys keys = Ed25519Keys.fromSeed(seed)) {
                // The key last: cut short before it, this is the old device with pairs that do not know it, and the same again mends that.
                trust.replace(store.get());
                Identity.key(state).write(seed);
                return DeviceId.ofPublicKey(keys.publicKey());
            }
        } finally {
            Wipe.bytes(seed, plaintext);
        }
    }

    private void requireHome() throws FerryException {
        if (guest) {
            throw new FerryException(new Problem.RelationshipError("this device", "Another process uses this home, so its identity cannot be read or replaced now. Wait until it ends."));
        }
    }

    private static byte[] read(Path file) throws FerryException {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                throw new IOException("it is not a file, or larger than any identity");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new FerryException(new Problem.FileAccessDenied(file.toString(), "The file " + file + " cannot be read: " + e.getMessage() + ". Check its name and permissions."), e);
        }
    }
}
