package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareResult;
import dev.ferry.model.Problem;
import dev.ferry.model.RecoveryAction;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The receiver's disk fills up while files come. */
class FullDiskTest extends TwoDevices {
    private static final int BIG = 24_000_000;
    private Path disk;

    @BeforeEach
    void smallDisk() throws Exception {
        disk = Files.createDirectory(dir.resolve("disk"));
        assumeTrue(new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=96m", "ferry", disk.toString()).start().waitFor() == 0, "Mounting a small file system needs root");
        bob.close();
        bob = new Device(net, "bob", disk);
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
        bob.policy.change(terms -> DropTest.slow(terms, 16_000_000));
    }

    @AfterEach
    void unmount() throws Exception {
        bob.close();
        new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
    }

    /** Somebody else's files take all that is left. */
    private Path fill() throws IOException {
        Path ballast = disk.resolve("ballast");
        byte[] some = new byte[1 << 16];
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException e) {
            return ballast;
        }
    }

    private Path fillWhen(ShareHandle received, long bytes) throws IOException {
        await().until(() -> received.view().progress().bytes() > bytes);
        return fill();
    }

    @Test
    void itPausesOnBothSidesAndGoesOnWhenThereIsSpace() throws Exception {
        Path big = file("big", BIG);
        ShareHandle sent = alice.share(paired(bob), big, file("small", 1000));
        ShareHandle received = incoming(bob);
        Path ballast = fillWhen(received, 5_000_000);
        await().until(() -> sent.view().phase().equals("no space") && received.view().phase().equals("no space"));
        assertThat(sent.view().state()).isEqualTo(TransferState.PAUSED);
        assertThat(received.view().state()).isEqualTo(TransferState.PAUSED);
        assertThat(sent.view().recovery()).containsInstanceOf(RecoveryAction.Retry.class);

        net.time.push(Duration.ofSeconds(6));
        await().until(() -> sent.view().recovery().filter(RecoveryAction.Retry.class::isInstance).map(step -> ((RecoveryAction.Retry) step).attempt()).orElse(0) > 1);
        assertThat(sent.view().state()).as("no room yet").isEqualTo(TransferState.PAUSED);

        Files.delete(ballast);
        net.time.push(Duration.ofSeconds(6));
        ShareResult there = result(received);
        assertThat(there.problem()).isEmpty();
        ShareResult here = result(sent);
        assertThat(here.problem()).isEmpty();
        assertThat(disk.resolve("alice/big")).hasSameBinaryContentAs(big);
        assertThat(here.resent()).isLessThanOrEqualTo(4L << 20);
        assertThat(tree(disk)).containsOnlyKeys("alice", "alice/big", "alice/small");
        assertThat(events(bob, FerryEvent.ShareEnded.class)).hasSize(1);
    }

    @Test
    void whatWaitsForSpaceCanBeCancelled() throws Exception {
        ShareHandle sent = alice.share(paired(bob), file("big", BIG));
        ShareHandle received = incoming(bob);
        Path ballast = fillWhen(received, 5_000_000);
        await().until(() -> received.view().phase().equals("no space"));
        received.cancel();
        assertThat(result(received).state()).isEqualTo(TransferState.CANCELLED);
        Files.delete(ballast);
        assertThat(disk.resolve("alice")).isEmptyDirectory();
        sent.cancel();
        assertThat(result(sent).state()).isEqualTo(TransferState.CANCELLED);
    }

    @Test
    void aDropEndsAndSaysWhy() throws Exception {
        Device carl = new Device(net, "carl", Files.createDirectory(dir.resolve("carl")));
        ShareHandle sent = carl.share(seen(bob), file("big", BIG));
        ShareHandle received = accept(bob, offerAt(bob));
        Path ballast = fillWhen(received, 5_000_000);
        assertThat(result(sent).problem()).containsInstanceOf(Problem.InsufficientStorage.class);
        assertThat(result(received).problem()).containsInstanceOf(Problem.InsufficientStorage.class);
        Files.delete(ballast);
        assertThat(disk).isEmptyDirectory();
        carl.close();
    }
}
