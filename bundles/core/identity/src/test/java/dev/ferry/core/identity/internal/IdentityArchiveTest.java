package dev.ferry.core.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.identity.Pair;
import dev.ferry.core.protocol.crypto.Ed25519Keys;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.TrustLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityArchiveTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] PASSPHRASE = "five words or so, \u00e9".toCharArray();
    /** The same, as another keyboard composes it. */
    private static final char[] DECOMPOSED = "five words or so, e\u0301".toCharArray();

    @TempDir
    Path dir;
    private Home old;
    private Home fresh;
    private Path file;
    private final Pair anna = pair("anna");
    private final Pair mallory = pair("mallory");

    /** A home and its parts, as they are when its device starts. */
    private record Home(Path state, FileTrustStore trust, byte[] publicKey) {
        static Home start(Path state) throws Exception {
            Files.createDirectories(state);
            FileTrustStore trust = new FileTrustStore(FileTrustStore.open(state, sentence -> {
                throw new AssertionError(sentence);
            }), InstantSource.fixed(Instant.EPOCH));
            return new Home(state, trust, Identity.keys(state, RANDOM).publicKey());
        }

        IdentityArchive archive() {
            return new IdentityArchive(state, false, trust, RANDOM);
        }

        Map<String, List<Byte>> files() throws IOException {
            Map<String, List<Byte>> all = new TreeMap<>();
            try (var children = Files.list(state)) {
                for (Path child : (Iterable<Path>) children::iterator) {
                    byte[] bytes = Files.readAllBytes(child);
                    Byte[] boxed = new Byte[bytes.length];
                    Arrays.setAll(boxed, i -> bytes[i]);
                    all.put(child.getFileName().toString(), List.of(boxed));
                }
            }
            return all;
        }
    }

    private static Pair pair(String name) {
        byte[] key = Ed25519Keys.generate(RANDOM).publicKey();
        return new Pair(DeviceId.ofPublicKey(key), key, name, TrustLevel.TRUSTED, Instant.EPOCH);
    }

    @BeforeEach
    void homes() throws Exception {
        old = Home.start(dir.resolve("old"));
        fresh = Home.start(dir.resolve("fresh"));
        file = dir.resolve("identity.ferry");
        old.trust.add(anna, new byte[32]);
        old.trust.block(mallory.id(), "lost");
    }

    @Test
    void anotherHomeIsThatDeviceThenWithItsPairsAndItsBlocked() throws Exception {
        assertThat(old.archive().export(file, PASSPHRASE)).isEqualTo(DeviceId.ofPublicKey(old.publicKey));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(fresh.archive().restore(file, DECOMPOSED, false)).isEqualTo(DeviceId.ofPublicKey(old.publicKey));
        Home again = Home.start(fresh.state);
        assertThat(again.publicKey).isEqualTo(old.publicKey);
        assertThat(again.trust.pair(anna.id())).map(Pair::trust).contains(TrustLevel.TRUSTED);
        assertThat(again.trust.withSecret(anna.id(), byte[]::clone)).contains(new byte[32]);
        assertThat(again.trust.blocked(mallory.id())).isPresent();
    }

    @Test
    void theFileTellsNothing() throws Exception {
        old.archive().export(file, PASSPHRASE);
        String written = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(written).startsWith("FERRYIDENTITY1\n").doesNotContain("anna", "lost", new String(old.publicKey, StandardCharsets.ISO_8859_1));
    }

    @Test
    void aWrongPassphraseOrAChangedFileChangesNothing() throws Exception {
        old.archive().export(file, PASSPHRASE);
        var before = fresh.files();
        assertRefused("a passphrase".toCharArray());
        byte[] whole = Files.readAllBytes(file);
        // The header, the salt, the nonce, the text and the tag; each costs a run of scrypt.
        for (int at : new int[] {0, 16, 17, 18, 34, 46, whole.length - 1}) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            assertRefused(PASSPHRASE);
        }
        for (int length : new int[] {0, 15, 45, 46, 61, 62, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(PASSPHRASE);
        }
        assertThat(fresh.files()).isEqualTo(before);
    }

    private void assertRefused(char[] passphrase) {
        assertThatThrownBy(() -> fresh.archive().restore(file, passphrase, true)).isInstanceOfSatisfying(FerryException.class,
                e -> assertThat(e.problem()).isInstanceOf(Problem.EncryptionError.class));
    }

    /** What a file asks for is memory of this device. */
    @Test
    void aFileThatAsksForTooMuchWorkIsNoIdentity() throws Exception {
        old.archive().export(file, PASSPHRASE);
        byte[] greedy = Files.readAllBytes(file);
        greedy[15] = 30;
        Files.write(file, greedy);
        assertRefused(PASSPHRASE);
    }

    @Test
    void pairsAreGivenUpOnRequestAlone() throws Exception {
        old.archive().export(file, PASSPHRASE);
        fresh.trust.add(pair("ben"), new byte[32]);
        var before = fresh.files();
        assertThatThrownBy(() -> fresh.archive().restore(file, PASSPHRASE, false)).isInstanceOf(FerryException.class).hasMessageContaining("--replace").hasMessageContaining("1 paired");
        assertThat(fresh.files()).isEqualTo(before);
        fresh.archive().restore(file, PASSPHRASE, true);
        assertThat(Home.start(fresh.state).trust.pairs()).extracting(Pair::name).containsExactly("anna");
    }

    @Test
    void nothingIsWrittenOver() throws Exception {
        Files.writeString(file, "precious");
        assertThatThrownBy(() -> old.archive().export(file, PASSPHRASE)).isInstanceOf(FerryException.class).hasMessageContaining("exists already");
        Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nowhere"));
        assertThatThrownBy(() -> old.archive().export(link, PASSPHRASE)).isInstanceOf(FerryException.class);
        assertThat(file).hasContent("precious");
        assertThat(dir.resolve("nowhere")).doesNotExist();
    }

    @Test
    void aShortPassphraseIsRefused() {
        assertThatThrownBy(() -> old.archive().export(file, "1234567".toCharArray())).isInstanceOf(FerryException.class).hasMessageContaining("fewer than 8");
        assertThat(file).doesNotExist();
    }

    @Test
    void aGuestHasNoIdentityToGiveOrTake() {
        IdentityArchive guest = new IdentityArchive(old.state, true, old.trust, RANDOM);
        assertThatThrownBy(() -> guest.export(file, PASSPHRASE)).isInstanceOf(FerryException.class);
        assertThatThrownBy(() -> guest.restore(file, PASSPHRASE, true)).isInstanceOf(FerryException.class);
    }
}
