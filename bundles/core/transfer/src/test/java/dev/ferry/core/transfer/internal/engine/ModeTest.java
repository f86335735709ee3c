package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareOptions.Kind;
import dev.ferry.api.ShareOptions.Priority;
import dev.ferry.api.ShareOptions.Visibility;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.TrustLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Permissions, where the terms keep them and where not. */
class ModeTest extends TwoDevices {
    private static final ShareOptions QUIET = new ShareOptions(Priority.NORMAL, Kind.COPY, OptionalLong.empty(), Optional.empty(), Visibility.FULL, false, Optional.empty());

    private Path tree;

    @BeforeEach
    void treeOfManyModes() throws IOException {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
        tree = file("tree/run", 100).getParent();
        mode(tree.resolve("run"), "rwxr-x--x");
        mode(file("tree/secret", 100), "rw-------");
        mode(file("tree/fixed", 100), "r--r--r--");
        mode(file("tree/everybody", 100), "rwxrwxrwx");
        mode(Files.createDirectory(tree.resolve("closed")), "rwx------");
        file("tree/closed/a", 1);
        mode(Files.createDirectory(tree.resolve("readonly")), "rwxr-xr-x");
        file("tree/readonly/a", 1);
        mode(tree.resolve("readonly"), "r-xr-xr-x");
        Files.setAttribute(tree.resolve("everybody"), "unix:mode", 07777);
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private int arrived(String name) throws IOException {
        return (Integer) Files.getAttribute(bobsInbox().resolve("alice/tree").resolve(name), "unix:mode") & 07777;
    }

    private static void keeps(Device device, SessionTerms.Metadata level) {
        device.policy.change(t -> new SessionTerms(t.profile(), t.consent(), t.keys(), t.resumable(), t.chunking(), t.streams(), t.compressFrom(), t.bytesPerSecond(),
                t.maxFileBytes(), t.timeout(), level, t.history(), t.features()));
    }

    @Test
    void permissionsArriveWithoutWhatWouldBeADanger() throws Exception {
        keeps(alice, SessionTerms.Metadata.FULL);
        keeps(bob, SessionTerms.Metadata.FULL);
        assertThat(result(alice.share(paired(bob), tree)).problem()).isEmpty();
        assertThat(arrived("run")).isEqualTo(0751);
        assertThat(arrived("secret")).isEqualTo(0600);
        assertThat(arrived("fixed")).isEqualTo(0444);
        assertThat(arrived("everybody")).as("no setuid, setgid or sticky; not to be written by everybody").isEqualTo(0775);
        assertThat(arrived("closed")).isEqualTo(0700);
        assertThat(arrived("readonly")).as("its owner can go on changing it").isEqualTo(0755);
        assertThat(arrived("readonly/a") & 0111).isZero();
    }

    @Test
    void aFolderThatWasThereKeepsItsOwn() throws Exception {
        keeps(alice, SessionTerms.Metadata.FULL);
        keeps(bob, SessionTerms.Metadata.FULL);
        Path there = Files.createDirectories(bobsInbox().resolve("alice/tree/readonly"));
        mode(there, "rwx------");
        result(alice.share(paired(bob), tree));
        assertThat(arrived("readonly")).isEqualTo(0700);
    }

    @Test
    void whoseTermsKeepNoneDoesNotListenToThem() throws Exception {
        keeps(alice, SessionTerms.Metadata.FULL);
        keeps(bob, SessionTerms.Metadata.TIMES);
        result(alice.share(paired(bob), tree));
        assertThat(arrived("run") & 0111).isZero();
        assertThat(arrived("everybody") & 0111).isZero();
    }

    @Test
    void whoKeepsThingsToItselfSendsNone() throws Exception {
        keeps(alice, SessionTerms.Metadata.FULL);
        keeps(bob, SessionTerms.Metadata.FULL);
        result(alice.share(paired(bob), QUIET, tree));
        assertThat(arrived("run") & 0111).isZero();
    }
}
