package dev.ferry.core.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.identity.Throwaways.Epoch;
import dev.ferry.core.protocol.crypto.Ed25519;
import dev.ferry.core.protocol.crypto.Ed25519Keys;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.FerryException;
import dev.ferry.spi.transport.LinkCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path state;

    @Test
    void theSameKeyIsThereAfterARestartAndForItsOwnerAlone() throws Exception {
        Ed25519Keys first = Identity.keys(state, RANDOM);
        Identity second = new Identity(Identity.keys(state, RANDOM), "name", DeviceKind.SERVER);
        assertThat(second.publicKey()).isEqualTo(first.publicKey());
        assertThat(second.id()).isEqualTo(DeviceId.ofPublicKey(first.publicKey()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("identity.key")))).isEqualTo("rw-------");
        assertThat(Ed25519.verify(first.publicKey(), new byte[] {1}, second.sign(new byte[] {1}))).isTrue();
    }

    @Test
    void aDamagedKeyIsNotReplacedSilently() throws Exception {
        Identity.keys(state, RANDOM);
        Files.write(state.resolve("identity.key"), new byte[31]);
        assertThatThrownBy(() -> Identity.keys(state, RANDOM)).isInstanceOf(FerryException.class).hasMessageContaining("Restore identity.key from a backup");
        assertThat(Files.size(state.resolve("identity.key"))).isEqualTo(31);
    }

    @Test
    void aKindThatDoesNotExistIsExplained() {
        assertThatThrownBy(() -> IdentityComponent.kind("toaster")).isInstanceOf(FerryException.class).hasMessageContaining("desktop").hasMessageContaining("toaster");
    }

    @Test
    void twoCertificatesShareNothingButTheirForm() {
        LinkCredentials one = SelfSigned.make(RANDOM);
        LinkCredentials two = SelfSigned.make(RANDOM);
        assertThat(one.certificate().getPublicKey()).isNotEqualTo(two.certificate().getPublicKey());
        assertThat(one.certificate().getSerialNumber()).isNotEqualTo(two.certificate().getSerialNumber());
        assertThat(one.certificate()).extracting(X509Certificate::getSubjectX500Principal, X509Certificate::getNotBefore, X509Certificate::getNotAfter)
                .isEqualTo(List.of(two.certificate().getSubjectX500Principal(), two.certificate().getNotBefore(), two.certificate().getNotAfter()));
    }

    @Test
    void aNewEpochSharesNothingWithTheOldOne() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (RotatingThrowaways throwaways = new RotatingThrowaways(RANDOM, InstantSource.system(), timer)) {
            List<Epoch> told = new ArrayList<>();
            throwaways.follow(told::add);
            Epoch before = throwaways.epoch();
            throwaways.rotate();
            Epoch after = throwaways.epoch();
            assertThat(told).containsExactly(after);
            assertThat(after.instance()).matches("[a-z0-9]{16}").isNotEqualTo(before.instance());
            assertThat(after.publicKey()).isNotEqualTo(before.publicKey());
        } finally {
            timer.shutdownNow();
        }
    }
}
