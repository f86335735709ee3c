package dev.ferry.core.transfer.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.DiskFault;
import dev.ferry.core.transfer.internal.receive.SpaceLedger.Answer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceLedgerTest {
    private final SpaceLedger ledger = new SpaceLedger();

    @TempDir
    Path folder;

    @Test
    void twoTransfersAreNotPromisedTheSameSpace() throws Exception {
        long available = ledger.available(folder);
        long most = available - available / 10;

        Answer first = ledger.reserve(folder, most);
        assertThat(first).isInstanceOf(Answer.Reserved.class);
        assertThat(ledger.reserve(folder.resolve("not/there/yet"), most)).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
            assertThat(refused.needed()).isEqualTo(most);
            assertThat(refused.available()).isLessThan(most);
        });

        ((Answer.Reserved) first).reservation().close();
        assertThat(ledger.reserve(folder, most)).isInstanceOf(Answer.Reserved.class);
    }

    @Test
    void whatIsUsedIsGivenBackOnce() throws Exception {
        long before = ledger.available(folder);
        Answer.Reserved reserved = (Answer.Reserved) ledger.reserve(folder, before / 2);
        reserved.reservation().used(before);
        reserved.reservation().used(before);
        reserved.reservation().close();
        reserved.reservation().close();
        assertThat(ledger.available(folder)).isBetween(before - before / 10, before + before / 10);
    }

    @Test
    void aFullDiskIsRecognisedAndWritingGoesOnAfterSpaceIsFreed() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        Assumptions.assumeTrue(new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "ferry", small.toString()).start().waitFor() == 0,
                "Mounting a small file system needs root");
        try (ReceiveFolder inbox = ReceiveFolder.open(small)) {
            Path ballast = Files.write(small.resolve("ballast"), new byte[512 << 10]);
            PartFile part = inbox.begin(Receiving.path("x"), 800 << 10, Optional.empty());
            ByteBuffer bytes = ByteBuffer.allocateDirect(800 << 10);
            assertThatThrownBy(() -> part.write(bytes, 0)).isInstanceOfSatisfying(DiskException.class,
                    e -> assertThat(e.fault()).isEqualTo(DiskFault.NO_SPACE));
            assertThat(bytes.remaining()).isEqualTo(800 << 10);

            Files.delete(ballast);
            part.write(bytes, 0);
            part.seal(true);

            assertThat(bytes.hasRemaining()).isFalse();
        } finally {
            new ProcessBuilder("umount", small.toString()).start().waitFor();
        }
    }

    @Test
    void aFileSystemMountedBelowTheFolderIsWrittenToAsWell() throws Exception {
        Path below = Files.createDirectories(folder.resolve("a/below"));
        Assumptions.assumeTrue(new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "ferry", below.toString()).start().waitFor() == 0,
                "Mounting a small file system needs root");
        try (Receiving receiving = new Receiving(folder, dev.ferry.api.ConflictPolicy.RENAME)) {
            assertThat(receiving.file("a/below/x/y.txt", "there")).get().isInstanceOf(Placement.Placed.class);
            assertThat(receiving.file("a/here.txt", "here")).get().isInstanceOf(Placement.Placed.class);
        }
        try {
            assertThat(Trees.contents(below)).containsOnlyKeys("x", "x/y.txt");
        } finally {
            new ProcessBuilder("umount", below.toString()).start().waitFor();
        }
        assertThat(Trees.contents(folder)).containsOnlyKeys("a", "a/below", "a/here.txt");
    }
}
