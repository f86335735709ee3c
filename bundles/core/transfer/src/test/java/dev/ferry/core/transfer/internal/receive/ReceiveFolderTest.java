package dev.ferry.core.transfer.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.DiskFault;
import dev.ferry.core.transfer.internal.disk.PartNames;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("fileSystems")
class ReceiveFolderTest {
    private final Path base;
    private Path work;
    private Path inbox;

    ReceiveFolderTest(Path base) {
        this.base = base;
    }

    static Stream<Path> fileSystems() {
        return Trees.fileSystems();
    }

    @BeforeEach
    void makeFolders() throws IOException {
        work = Files.createTempDirectory(base, "receive");
        inbox = work.resolve("inbox");
    }

    @AfterEach
    void deleteFolders() throws IOException {
        Trees.delete(work);
    }

    @Test
    void aFileArrivesWithContentTimeAndAnOrdinaryMode() throws Exception {
        try (Receiving receiving = new Receiving(inbox, ConflictPolicy.RENAME)) {
            assertThat(receiving.file("a/b/c.txt", "hello")).contains(new Placement.Placed(Receiving.path("a/b/c.txt"), Optional.empty()));
        }

        Path file = inbox.resolve("a/b/c.txt");
        assertThat(Trees.contents(inbox)).containsOnlyKeys("a", "a/b", "a/b/c.txt").containsEntry("a/b/c.txt", "hello");
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(Instant.ofEpochSecond(1_600_000_000, 987_654_321)));
        Path ordinary = Files.createFile(work.resolve("ordinary"));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(ordinary));
    }

    @Test
    void directoriesGetTheirExactTimeAtTheEnd() throws Exception {
        Instant time = Instant.ofEpochSecond(1_500_000_000, 123_456_789);
        try (Receiving receiving = new Receiving(inbox, ConflictPolicy.RENAME)) {
            SafePath directory = receiving.folder.makeDirectory(Receiving.path("d"), ConflictPolicy.RENAME);
            receiving.folder.timeOfDirectory(directory, time);
            receiving.file("d/x", "late");
            assertThat(receiving.folder.finish()).isZero();
        }
        assertThat(Files.getLastModifiedTime(inbox.resolve("d"))).isEqualTo(FileTime.from(time));
    }

    @Test
    void untilItIsPlacedAFileIsHiddenAndItsOwnersAlone() throws Exception {
        try (ReceiveFolder folder = ReceiveFolder.open(inbox)) {
            PartFile part = folder.begin(Receiving.path("x"), 3, Optional.empty());
            part.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);

            List<Path> visible = Files.list(inbox).toList();
            assertThat(visible).singleElement().satisfies(staging -> {
                assertThat(PartNames.isStaging(staging.getFileName().toString())).isTrue();
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(staging))).isEqualTo("rwx------");
                assertThat(Files.list(staging)).allSatisfy(
                        file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
            });
        }
        assertThat(inbox).isEmptyDirectory();
    }

    @Test
    void theLengthIsExact() throws Exception {
        try (ReceiveFolder folder = ReceiveFolder.open(inbox)) {
            PartFile shorter = folder.begin(Receiving.path("x"), 3, Optional.empty());
            shorter.write(ByteBuffer.wrap(new byte[2]), 0);
            assertThatThrownBy(() -> shorter.seal(false)).isInstanceOfSatisfying(DiskException.class,
                    e -> assertThat(e.fault()).isEqualTo(DiskFault.WRONG_LENGTH));

            PartFile longer = folder.begin(Receiving.path("y"), 3, Optional.empty());
            for (long position : new long[] {1, -1, Long.MAX_VALUE, 4}) {
                assertThatThrownBy(() -> longer.write(ByteBuffer.wrap(new byte[3]), position)).isInstanceOf(DiskException.class);
            }
            assertThatThrownBy(() -> folder.begin(Receiving.path("z"), -1, Optional.empty())).isInstanceOf(DiskException.class);
        }
    }

    @Test
    void eachPolicyDoesWhatItSays() throws Exception {
        Files.createDirectories(inbox);
        Files.writeString(inbox.resolve("a.txt"), "old");
        SafePath wanted = Receiving.path("a.txt");

        assertThat(received(ConflictPolicy.SKIP)).isEqualTo(new Placement.Skipped(wanted));
        assertThat(received(ConflictPolicy.FAIL)).isEqualTo(new Placement.Conflict(wanted));
        assertThat(Trees.contents(inbox)).containsOnlyKeys("a.txt").containsEntry("a.txt", "old");

        assertThat(received(ConflictPolicy.RENAME)).isEqualTo(new Placement.Placed(Receiving.path("a (2).txt"), Optional.empty()));
        assertThat(received(ConflictPolicy.RENAME)).isEqualTo(new Placement.Placed(Receiving.path("a (3).txt"), Optional.empty()));
        assertThat(received(ConflictPolicy.OVERWRITE)).isEqualTo(new Placement.Placed(wanted, Optional.of(Receiving.path("a (old).txt"))));
        assertThat(received(ConflictPolicy.OVERWRITE)).isEqualTo(new Placement.Placed(wanted, Optional.of(Receiving.path("a (old 2).txt"))));
        assertThat(Trees.contents(inbox)).containsEntry("a.txt", "new").containsEntry("a (old).txt", "old").containsEntry("a (old 2).txt", "new")
                .containsEntry("a (2).txt", "new").containsEntry("a (3).txt", "new").hasSize(5);
    }

    private Placement received(ConflictPolicy policy) throws Exception {
        try (Receiving receiving = new Receiving(inbox, policy)) {
            return receiving.file("a.txt", "new").orElseThrow();
        }
    }

    @Test
    void overwritingNeverReplacesADirectoryOrALink() throws Exception {
        Path outside = Files.writeString(work.resolve("outside"), "precious");
        Files.createDirectories(inbox.resolve("dir"));
        Files.createSymbolicLink(inbox.resolve("link"), outside);
        try (Receiving receiving = new Receiving(inbox, ConflictPolicy.OVERWRITE)) {
            assertThat(receiving.file("dir", "new")).contains(new Placement.Placed(Receiving.path("dir (2)"), Optional.empty()));
            assertThat(receiving.file("link", "new")).contains(new Placement.Placed(Receiving.path("link (2)"), Optional.empty()));
        }
        assertThat(outside).hasContent("precious");
        assertThat(Trees.contents(inbox)).containsEntry("dir", "dir").containsEntry("link", "link");
    }

    @Test
    void aDirectoryThatIsALinkIsRefused() throws Exception {
        Path outside = Files.createDirectories(work.resolve("outside"));
        Files.createDirectories(inbox);
        Files.createSymbolicLink(inbox.resolve("d"), outside);
        try (Receiving receiving = new Receiving(inbox, ConflictPolicy.OVERWRITE)) {
            assertThat(receiving.file("d/x", "new").orElseThrow()).isInstanceOfSatisfying(Placement.Failed.class,
                    failed -> assertThat(failed.why().fault()).isEqualTo(DiskFault.SYMBOLIC_LINK));
            assertThatThrownBy(() -> receiving.folder.makeDirectory(Receiving.path("d"), ConflictPolicy.RENAME)).isInstanceOf(DiskException.class);
        }
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aDirectoryWhereAFileStandsGetsANumber() throws Exception {
        Files.createDirectories(inbox);
        Files.writeString(inbox.resolve("d"), "file");
        try (ReceiveFolder folder = ReceiveFolder.open(inbox)) {
            assertThat(folder.makeDirectory(Receiving.path("d"), ConflictPolicy.RENAME)).isEqualTo(Receiving.path("d (2)"));
            assertThatThrownBy(() -> folder.makeDirectory(Receiving.path("d"), ConflictPolicy.FAIL)).isInstanceOfSatisfying(DiskException.class,
                    e -> assertThat(e.fault()).isEqualTo(DiskFault.NOT_A_DIRECTORY));
        }
        assertThat(inbox.resolve("d")).hasContent("file");
    }

    @Test
    void aTreeDeeperThanAPathMayBeLongArrives() throws Exception {
        String deep = "directory/".repeat(700) + "leaf.txt";
        try (Receiving receiving = new Receiving(inbox, ConflictPolicy.RENAME)) {
            assertThat(receiving.file(deep, "deep").orElseThrow()).isInstanceOf(Placement.Placed.class);
            assertThat(receiving.file("shallow.txt", "x").orElseThrow()).isInstanceOf(Placement.Placed.class);
            assertThat(receiving.folder.standing(Receiving.path(deep))).isInstanceOfSatisfying(Standing.File.class, file -> assertThat(file.length()).isEqualTo(4));
        }
        new ProcessBuilder("rm", "-rf", inbox.resolve("directory").toString()).inheritIO().start().waitFor();
    }

    @Test
    void theFolderStaysTheSameWhenItsNameIsTakenByAnother() throws Exception {
        Path moved = work.resolve("moved");
        try (Receiving receiving = new Receiving(inbox, ConflictPolicy.RENAME)) {
            Files.move(inbox, moved);
            Files.createDirectory(inbox);
            assertThat(receiving.file("d/x", "content").orElseThrow()).isInstanceOf(Placement.Placed.class);
        }
        assertThat(inbox).isEmptyDirectory();
        assertThat(Trees.contents(moved)).containsOnlyKeys("d", "d/x");
    }

    @Test
    void aDirectoryThatWasRemovedMeanwhileIsMadeAgain() throws Exception {
        try (Receiving receiving = new Receiving(inbox, ConflictPolicy.RENAME)) {
            receiving.file("d/x", "one");
            Trees.delete(inbox.resolve("d"));
            assertThat(receiving.file("d/y", "two").orElseThrow()).isInstanceOf(Placement.Placed.class);
        }
        assertThat(Trees.contents(inbox)).containsOnlyKeys("d", "d/y");
    }

    @Test
    void discardingTouchesNothingButItsOwnFile() throws Exception {
        try (ReceiveFolder folder = ReceiveFolder.open(inbox)) {
            PartFile part = folder.begin(Receiving.path("x"), 3, Optional.empty());
            Path staging = Files.list(inbox).findFirst().orElseThrow();
            Path own = Files.list(staging).filter(file -> !file.getFileName().toString().equals(Staging.LOCK)).findFirst().orElseThrow();
            Files.delete(own);
            Files.writeString(own, "of somebody else");

            part.discard();

            assertThat(own).hasContent("of somebody else");
        }
    }

    @Test
    void manyDirectoriesCostFewDescriptors() throws Exception {
        long before = openFiles();
        try (Receiving receiving = new Receiving(inbox, ConflictPolicy.RENAME)) {
            for (int i = 0; i < 200; i++) {
                SafePath directory = receiving.folder.makeDirectory(Receiving.path("d" + i), ConflictPolicy.RENAME);
                assertThat(receiving.folder.makeDirectory(directory, ConflictPolicy.RENAME)).isEqualTo(directory);
                receiving.folder.begin(Receiving.path("d" + i + "/x"), 0, Optional.empty()).seal(false);
            }
            assertThat(openFiles() - before).isLessThan(200);
        }
        assertThat(Trees.contents(inbox)).hasSize(200);
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void everyDirectoryHasItsTimeToTheNanosecond() throws Exception {
        Instant time = Instant.ofEpochSecond(1_000_000_000, 123_456_789);
        try (Receiving receiving = new Receiving(inbox, ConflictPolicy.RENAME)) {
            for (int i = 0; i < 100; i++) {
                SafePath directory = receiving.folder.makeDirectory(Receiving.path("d" + i), ConflictPolicy.RENAME);
                receiving.folder.timeOfDirectory(directory, time.plusNanos(i));
                receiving.file("d" + i + "/x", "one");
            }
            Files.move(inbox.resolve("d7"), inbox.resolve("gone"));
            assertThat(receiving.folder.finish()).isEqualTo(1);
        }
        for (int i = 0; i < 100; i++) {
            if (i != 7) {
                assertThat(Files.getLastModifiedTime(inbox.resolve("d" + i)).toInstant()).isEqualTo(time.plusNanos(i));
            }
        }
    }

    @Test
    void aMissingOrClosedFolderIsAnErrorWithAReason() throws Exception {
        Path file = Files.writeString(work.resolve("file"), "x");
        assertThatThrownBy(() -> ReceiveFolder.open(file)).isInstanceOf(DiskException.class);
        assertThatThrownBy(() -> ReceiveFolder.open(Path.of("/proc/ferry"))).isInstanceOf(DiskException.class);
    }
}
