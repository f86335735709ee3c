package dev.ferry.core.transfer.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.ShareRequest;
import dev.ferry.core.transfer.internal.names.NameRules;
import dev.ferry.core.transfer.internal.names.NameVerdict;
import dev.ferry.core.transfer.internal.names.SafePath;
import dev.ferry.core.transfer.internal.receive.Forcing;
import dev.ferry.core.transfer.internal.receive.GroupCommit;
import dev.ferry.core.transfer.internal.receive.PartFile;
import dev.ferry.core.transfer.internal.receive.Placement;
import dev.ferry.core.transfer.internal.receive.ReceiveFolder;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class SourceTest {
    @TempDir
    Path home;
    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectories(home.resolve("tree"));
        Files.createDirectories(tree.resolve("empty"));
        Files.createDirectories(tree.resolve(".git"));
        Files.writeString(tree.resolve(".git/config"), "[core]");
        Files.writeString(tree.resolve("日本語 👍.txt"), "unicode");
        Files.createFile(tree.resolve("nothing"));
    }

    @Test
    void aFolderComesWithItsNameAndBeforeItsContents() throws Exception {
        List<String> paths = paths(walk(item(tree, false)));
        assertThat(paths).containsExactlyInAnyOrder("tree", "tree/empty", "tree/.git", "tree/.git/config", "tree/日本語 👍.txt", "tree/nothing");
        assertThat(paths).startsWith("tree");
        assertThat(paths.indexOf("tree/.git/config")).isEqualTo(paths.indexOf("tree/.git") + 1);
    }

    @Test
    void theContentsAloneComeWithoutTheTopName() throws Exception {
        assertThat(paths(walk(item(tree, true)))).containsExactlyInAnyOrder("empty", ".git", ".git/config", "日本語 👍.txt", "nothing");
    }

    @Test
    void severalItemsComeOneAfterAnother() throws Exception {
        assertThat(paths(walk(item(tree.resolve("nothing"), false), item(tree.resolve(".git"), false), item(tree.resolve("nothing"), false))))
                .containsExactly("nothing", ".git", ".git/config", "nothing");
    }

    @Test
    void linksPipesSocketsAndDevicesAreNamedAndNeverOpened() throws Exception {
        Files.createSymbolicLink(tree.resolve("link"), tree.resolve("empty"));
        Files.createSymbolicLink(tree.resolve("dangling"), Path.of("nowhere"));
        assertThat(new ProcessBuilder("mkfifo", tree.resolve("pipe").toString()).start().waitFor()).isZero();
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Path shorter = Files.createTempDirectory("s");
            socket.bind(UnixDomainSocketAddress.of(shorter.resolve("socket")));
            Files.move(shorter.resolve("socket"), tree.resolve("socket"));
            Files.delete(shorter);
            assertThat(skipped(walk(item(tree, false), item(Path.of("/dev/zero"), false)))).containsExactlyInAnyOrder("tree/link SYMBOLIC_LINK",
                    "tree/dangling SYMBOLIC_LINK", "tree/pipe SPECIAL", "tree/socket SPECIAL", "zero SPECIAL");
        }
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        assertThat(skipped(walk(item(home.resolve("no"), false), item(home.resolve("no/such"), false), item(tree.resolve("nothing"), false))))
                .containsExactly("no MISSING", "such MISSING");
    }

    @Test
    void namesThatAreNoTextAreNamedInEscapedForm() throws Exception {
        String script = "printf x > \"$1/$(printf 'a\\377b')\"";
        assertThat(new ProcessBuilder("sh", "-c", script, "sh", tree.toString()).start().waitFor()).isZero();
        assertThat(skipped(walk(item(tree, false)))).containsExactly("tree/a%FFb NOT_UTF8");
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void aTreeDeeperThanAPathMayBeLongIsWalkedAndRead() throws Exception {
        SafePath deep = ((NameVerdict.Usable) NameRules.judge("directory/".repeat(600) + "leaf")).path();
        try (ReceiveFolder folder = ReceiveFolder.open(tree)) {
            PartFile part = folder.begin(deep, 0, Optional.empty());
            part.seal(false);
            GroupCommit commit = new GroupCommit(folder, new Forcing(path -> true, System::nanoTime), Runnable::run, GroupCommit.Limits.DEFAULT);
            commit.add(part, ConflictPolicy.RENAME, placement -> assertThat(placement).isInstanceOf(Placement.Placed.class));
        }
        long before = openFiles();
        try (SourceWalk walk = new SourceWalk(List.of(item(tree, false)))) {
            SourceEntry.File leaf = null;
            while (walk.hasNext()) {
                if (walk.next() instanceof SourceEntry.File file && file.path().endsWith("/leaf")) {
                    leaf = file;
                }
            }
            assertThat(leaf.path()).hasSizeGreaterThan(6000);
            assertThat(SourceFile.open(leaf)).isInstanceOf(SourceFile.Outcome.Opened.class);
            assertThat(openFiles()).isLessThan(before + 300);
        } finally {
            new ProcessBuilder("rm", "-rf", tree.toString()).start().waitFor();
        }
    }

    @Test
    void aFolderThatContainsItselfIsWalkedOnce() throws Exception {
        Path loop = Files.createDirectories(tree.resolve("a/loop"));
        Assumptions.assumeTrue(new ProcessBuilder("mount", "--bind", tree.toString(), loop.toString()).start().waitFor() == 0, "Mounting needs root");
        try {
            assertThat(skipped(walk(item(tree, false)))).containsExactly("tree/a/loop LOOP");
        } finally {
            new ProcessBuilder("umount", loop.toString()).start().waitFor();
        }
    }

    @Test
    void unfinishedFilesOfOursAreNotSent() throws Exception {
        Files.createDirectories(tree.resolve(".0123456789abcdef-0123456789abcdef.ferry.part"));
        assertThat(skipped(walk(item(tree, false)))).containsExactly("tree/.0123456789abcdef-0123456789abcdef.ferry.part UNFINISHED");
    }

    @Test
    void aFileIsReadWholeIntoDirectBuffers() throws Exception {
        Path path = Files.writeString(tree.resolve("file"), "0123456789");
        opened(path, file -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(100);
            try {
                assertThat(file.read(buffer, 4)).isTrue();
                assertThat(file.isUnchanged()).isTrue();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            assertThat(buffer.position()).isEqualTo(6);
            assertThat(buffer.get(0)).isEqualTo((byte) '4');
        });
    }

    /** Something that happens to a file. */
    record Change(String name, Action action) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Action {
        void on(Path file) throws Exception;
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("grows", file -> Files.writeString(file, "x", StandardOpenOption.APPEND)),
                new Change("shrinks", file -> {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(3);
                    }
                }),
                new Change("is rewritten", file -> Files.writeString(file, "9876543210")),
                new Change("is replaced by one like it", file -> {
                    Path other = Files.writeString(file.resolveSibling("other"), "0123456789");
                    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
                    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
                }),
                new Change("is deleted", Files::delete),
                new Change("becomes a link", file -> {
                    Path aside = Files.move(file, file.resolveSibling("aside"));
                    Files.createSymbolicLink(file, aside);
                }),
                new Change("becomes a pipe", file -> {
                    Files.delete(file);
                    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
                }));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aFileThatChangesBeforeItIsOpenedIsNotSent(Change change) throws Exception {
        Path path = old(Files.writeString(tree.resolve("file"), "0123456789"));
        try (SourceWalk walk = new SourceWalk(List.of(item(path, false)))) {
            SourceEntry.File entry = (SourceEntry.File) walk.next();
            change.action().on(path);
            assertThat(SourceFile.open(entry)).isInstanceOf(SourceFile.Outcome.Changed.class);
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aFileThatChangesWhileItIsReadIsNoticed(Change change) throws Exception {
        Path path = old(Files.writeString(tree.resolve("file"), "0123456789"));
        opened(path, file -> {
            try {
                change.action().on(path);
                assertThat(file.read(ByteBuffer.allocateDirect(10), 0) && file.isUnchanged()).isFalse();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aWalkGoesOnWithTheOthersWhenAFolderVanishes() throws Exception {
        Files.createDirectories(tree.resolve("z/deep"));
        List<SourceEntry> entries = new ArrayList<>();
        try (SourceWalk walk = new SourceWalk(List.of(item(tree, false), item(tree.resolve("nothing"), false)))) {
            while (walk.hasNext()) {
                SourceEntry entry = walk.next();
                entries.add(entry);
                if (entry.path().equals("tree/z")) {
                    Files.delete(tree.resolve("z/deep"));
                }
            }
        }
        assertThat(entries).extracting(SourceEntry::path).contains("tree/nothing", "nothing");
    }

    private static Path old(Path file) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    private void opened(Path path, Consumer<SourceFile> use) throws Exception {
        try (SourceWalk walk = new SourceWalk(List.of(item(path, false)))) {
            SourceFile.Outcome outcome = SourceFile.open((SourceEntry.File) walk.next());
            assertThat(outcome).isInstanceOf(SourceFile.Outcome.Opened.class);
            try (SourceFile file = ((SourceFile.Outcome.Opened) outcome).file()) {
                use.accept(file);
            }
        }
    }

    private static ShareRequest.Item item(Path path, boolean contentsOnly) {
        return new ShareRequest.Item(path, contentsOnly);
    }

    private static List<SourceEntry> walk(ShareRequest.Item... items) throws IOException {
        List<SourceEntry> entries = new ArrayList<>();
        try (SourceWalk walk = new SourceWalk(List.of(items))) {
            walk.forEachRemaining(entries::add);
        }
        return entries;
    }

    private static List<String> paths(List<SourceEntry> entries) {
        return entries.stream().filter(entry -> !(entry instanceof SourceEntry.Skipped)).map(SourceEntry::path).toList();
    }

    private static List<String> skipped(List<SourceEntry> entries) {
        return entries.stream().filter(SourceEntry.Skipped.class::isInstance).map(SourceEntry.Skipped.class::cast).map(s -> s.path() + " " + s.reason()).toList();
    }
}
