package dev.ferry.core.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ferry.core.identity.Pair;
import dev.ferry.core.protocol.crypto.Ed25519Keys;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import dev.ferry.model.Registration;
import dev.ferry.model.TrustLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTrustStoreTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z"));

    @TempDir
    Path state;
    private final List<String> told = new ArrayList<>();

    private FileTrustStore open() throws FerryException {
        return new FileTrustStore(FileTrustStore.open(state, told::add), CLOCK);
    }

    private static Pair pair(String name) {
        byte[] key = Ed25519Keys.generate(RANDOM).publicKey();
        return new Pair(DeviceId.ofPublicKey(key), key, name, TrustLevel.VERIFIED, CLOCK.instant());
    }

    @Test
    void whatWasStoredIsThereAfterARestart() throws Exception {
        Pair anna = pair("anna");
        Pair ben = pair("ben");
        FileTrustStore store = open();
        store.add(anna, filled(1));
        store.add(ben, filled(2));
        store.trust(ben.id(), TrustLevel.TRUSTED);
        store.rename(ben.id(), "Benjamin");
        store.block(anna.id(), "lost laptop");

        FileTrustStore again = open();
        assertThat(again.pairs()).extracting(Pair::name, Pair::trust).containsExactlyInAnyOrder(
                tuple("anna", TrustLevel.VERIFIED), tuple("Benjamin", TrustLevel.TRUSTED));
        assertThat(again.withSecret(ben.id(), byte[]::clone)).contains(filled(2));
        assertThat(again.blocked(anna.id())).get().satisfies(b -> {
            assertThat(b.reason()).isEqualTo("lost laptop");
            assertThat(b.blockedAt()).isEqualTo(CLOCK.instant());
        });
        assertThat(told).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("trust")))).isEqualTo("rw-------");
    }

    @Test
    void aStoreCutAtAnyByteTrustsNobodyAndTheBlockedStayBlocked() throws Exception {
        Pair anna = pair("anna");
        Pair mallory = pair("mallory");
        FileTrustStore store = open();
        store.add(anna, filled(1));
        store.block(mallory.id(), "stranger");
        byte[] whole = Files.readAllBytes(state.resolve("trust"));
        for (int length = 0; length < whole.length; length++) {
            Files.write(state.resolve("trust"), Arrays.copyOf(whole, length));
            told.clear();
            FileTrustStore cut = open();
            assertThat(cut.pairs()).isEmpty();
            assertThat(cut.blocked(mallory.id())).isPresent();
            assertThat(told).singleElement().asString().contains("nobody is paired").contains("Restore a backup");
        }
    }

    @Test
    void withoutAStoreTheBlockedStayBlockedToo() throws Exception {
        Pair mallory = pair("mallory");
        FileTrustStore store = open();
        store.add(pair("anna"), filled(1));
        store.block(mallory.id(), "stranger");
        Files.delete(state.resolve("trust"));
        FileTrustStore without = open();
        assertThat(without.pairs()).isEmpty();
        assertThat(without.blocked(mallory.id())).isPresent();
        assertThat(told).singleElement().asString().contains("is missing").contains("1 blocked devices stay blocked");
    }

    @Test
    void whereBothListsAreDamagedThePersonLearnsThatNobodyIsBlocked() throws Exception {
        FileTrustStore store = open();
        store.block(pair("mallory").id(), "stranger");
        Files.write(state.resolve("trust"), new byte[5]);
        Files.write(state.resolve("blocked"), new byte[5]);
        assertThat(open().blocked()).isEmpty();
        assertThat(told).singleElement().asString().contains("nobody is blocked any more");
    }

    @Test
    void aNewHomeHasNothingToTell() throws Exception {
        assertThat(open().pairs()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aStoreWithAnyByteChangedIsNotBelieved() throws Exception {
        FileTrustStore store = open();
        store.add(pair("anna"), filled(1));
        byte[] whole = Files.readAllBytes(state.resolve("trust"));
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            assertThat(TrustData.decode(changed)).isEmpty();
        }
    }

    @Test
    void anUnblockedDeviceHasToBeConfirmedAgain() throws Exception {
        Pair anna = pair("anna");
        FileTrustStore store = open();
        store.add(anna, filled(1));
        store.trust(anna.id(), TrustLevel.TRUSTED);
        store.block(anna.id(), "why");
        assertThat(store.unblock(anna.id())).isTrue();
        assertThat(store.pair(anna.id())).map(Pair::trust).contains(TrustLevel.UNVERIFIED);
        assertThat(store.unblock(anna.id())).isFalse();
    }

    @Test
    void followersHearOfAChangeThatIsAlreadyThereAndOfNoneThatFailed() throws Exception {
        Pair anna = pair("anna");
        FileTrustStore store = open();
        List<TrustLevel> seen = new ArrayList<>();
        store.add(anna, filled(1));
        Registration registration = store.follow(id -> seen.add(store.pair(id).orElseThrow().trust()));
        store.trust(anna.id(), TrustLevel.TRUSTED);
        assertThat(store.trust(pair("nobody").id(), TrustLevel.TRUSTED)).isFalse();
        registration.close();
        store.trust(anna.id(), TrustLevel.VERIFIED);
        assertThat(seen).containsExactly(TrustLevel.TRUSTED);
    }

    @Test
    void aSecretIsWipedAfterUse() throws Exception {
        Pair anna = pair("anna");
        FileTrustStore store = open();
        store.add(anna, filled(7));
        byte[] kept = store.withSecret(anna.id(), secret -> secret).orElseThrow();
        assertThat(kept).containsOnly(0);
        assertThat(store.withSecret(anna.id(), byte[]::clone)).contains(filled(7));
    }

    @Test
    void aStoreThatOthersCanReadIsRefusedWithWhatToDo() throws Exception {
        open().add(pair("anna"), filled(1));
        Files.setPosixFilePermissions(state.resolve("trust"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(this::open).isInstanceOf(FerryException.class).hasMessageContaining("chmod 600");
    }

    @Test
    void aStoreThatIsALinkIsRefused() throws Exception {
        open().add(pair("anna"), filled(1));
        Files.move(state.resolve("trust"), state.resolve("elsewhere"));
        Files.createSymbolicLink(state.resolve("trust"), state.resolve("elsewhere"));
        assertThatThrownBy(this::open).isInstanceOf(FerryException.class).hasMessageContaining("regular file");
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
