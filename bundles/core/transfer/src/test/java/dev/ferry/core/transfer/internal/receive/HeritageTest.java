package dev.ferry.core.transfer.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import dev.ferry.core.transfer.internal.disk.PartNames;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reception that was left hands to the next one of the same device, and to nobody else. */
class HeritageTest {
    private static final PartsOwner FIRST = new PartsOwner("aa", "01", "ff");
    private static final PartsOwner SECOND = new PartsOwner("aa", "02", "ff");
    private static final PartsOwner STRANGER = new PartsOwner("bb", "01", "ff");
    private static final long BEGUN = Long.MIN_VALUE + 7;
    private static final long PLACED = Long.MIN_VALUE + 8;

    @TempDir
    Path inbox;

    /** One file placed as "placed (2)", one begun, and left. */
    private void leave(PartsOwner owner) throws Exception {
        Files.writeString(inbox.resolve("placed"), "somebody's");
        try (ReceiveFolder folder = ReceiveFolder.open(inbox, Optional.of(owner), OwnFolders.NONE)) {
            GroupCommit commit = new GroupCommit(folder, new Forcing(DiskSync.NONE, () -> 0), Runnable::run, GroupCommit.Limits.DEFAULT);
            PartFile placed = folder.begin(Receiving.path("placed"), 2, Optional.empty(), Optional.empty(), OptionalLong.of(PLACED));
            placed.write(ByteBuffer.wrap(new byte[] {1, 2}), 0);
            placed.seal(false);
            commit.add(placed, ConflictPolicy.RENAME, placement -> { });
            PartFile begun = folder.begin(Receiving.path("begun"), 10, Optional.empty(), Optional.empty(), OptionalLong.of(BEGUN));
            begun.write(ByteBuffer.wrap(new byte[] {3, 4, 5}), 0);
            begun.leave();
            folder.suspend();
        }
    }

    private Heritage inherit(PartsOwner owner) throws Exception {
        try (ReceiveFolder folder = ReceiveFolder.open(inbox, Optional.of(owner), OwnFolders.NONE)) {
            Heritage heritage = folder.inherit(key -> key == BEGUN || key == PLACED, Instant.now());
            if (!heritage.parts().isEmpty()) {
                PartFile begun = folder.begin(Receiving.path("begun"), 10, Optional.empty(), Optional.empty(), OptionalLong.of(BEGUN));
                ByteBuffer read = ByteBuffer.allocate(3);
                begun.read(read, 0);
                assertThat(read.array()).containsExactly(3, 4, 5);
            }
            return heritage;
        }
    }

    private List<Path> unfinished() throws Exception {
        try (Stream<Path> all = Files.walk(inbox)) {
            return all.filter(path -> path.toString().endsWith(".part")).toList();
        }
    }

    @Test
    void theSameTransferFindsWhatItPlacedAndWhatItBegan() throws Exception {
        leave(FIRST);
        Heritage heritage = inherit(FIRST);
        assertThat(heritage.placed().isDone(PLACED)).isTrue();
        assertThat(heritage.placedAs(PLACED)).contains(Receiving.path("placed (2)"));
        assertThat(heritage.parts()).containsExactly(BEGUN);
        assertThat(heritage.bytes()).isEqualTo(3);
        assertThat(heritage.ended()).isEmpty();
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void anotherTransferOfTheDeviceFindsItTooAndMustCompare() throws Exception {
        leave(FIRST);
        Heritage heritage = inherit(SECOND);
        assertThat(heritage.placed().isDone(PLACED)).isFalse();
        assertThat(heritage.placed().contains(PLACED)).isTrue();
        assertThat(heritage.placed().size()).isEqualTo(1);
        assertThat(heritage.parts()).containsExactly(BEGUN);
        assertThat(heritage.ended()).containsExactly("01");
    }

    @Test
    void anotherDeviceFindsNothingAndLeavesItThere() throws Exception {
        leave(FIRST);
        Heritage nothing = inherit(STRANGER);
        assertThat(nothing.parts()).isEmpty();
        assertThat(nothing.placed().isEmpty()).isTrue();
        assertThat(inherit(FIRST).parts()).containsExactly(BEGUN);
    }

    @Test
    void whatIsInheritedIsHandedOnWhenTheHeirIsLeftToo() throws Exception {
        leave(FIRST);
        try (ReceiveFolder folder = ReceiveFolder.open(inbox, Optional.of(FIRST), OwnFolders.NONE)) {
            folder.inherit(key -> true, Instant.now());
            folder.suspend();
        }
        Heritage heritage = inherit(FIRST);
        assertThat(heritage.placed().isDone(PLACED)).isTrue();
        assertThat(heritage.placedAs(PLACED)).contains(Receiving.path("placed (2)"));
        assertThat(heritage.parts()).containsExactly(BEGUN);
    }

    @Test
    void whatATransferOfOtherFilesLeftStays() throws Exception {
        leave(FIRST);
        try (ReceiveFolder folder = ReceiveFolder.open(inbox, Optional.of(SECOND), OwnFolders.NONE)) {
            assertThat(folder.inherit(key -> false, Instant.now()).parts()).isEmpty();
        }
        assertThat(inherit(FIRST).parts()).containsExactly(BEGUN);
    }

    @Test
    void aLogWithOneBitChangedSaysNothingFromThereOn() throws Exception {
        leave(FIRST);
        Path log = unfinished().stream().filter(path -> path.getFileName().toString().equals(StagingLog.NAME)).findFirst().orElseThrow();
        byte[] whole = Files.readAllBytes(log);
        int holds = 0;
        List<Integer> believed = new ArrayList<>();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(log, changed);
            try (var staging = DirectoryHandle.open(log.getParent())) {
                StagingLog.Contents contents = StagingLog.read(staging);
                Map<Long, String> placed = new HashMap<>();
                StagingLog.readPlaced(staging, placed::put);
                boolean isPrefix = contents.owner().isEmpty() || contents.owner().get().equals(FIRST);
                boolean placedAsWritten = placed.isEmpty() || placed.equals(Map.of(PLACED, "placed (2)"));
                if (!isPrefix || !placedAsWritten || contents.owner().isPresent() && contents.placed() > 0) {
                    believed.add(bit);
                }
                holds++;
            }
        }
        assertThat(holds).isEqualTo(whole.length * 8);
        assertThat(believed).isEmpty();
    }

    @Test
    void aTornLogSaysWhatCameBeforeTheTear() throws Exception {
        leave(FIRST);
        Path log = unfinished().stream().filter(path -> path.getFileName().toString().equals(StagingLog.NAME)).findFirst().orElseThrow();
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(file.length() - 3);
        }
        Heritage heritage = inherit(FIRST);
        assertThat(heritage.placed().isEmpty()).isTrue();
        assertThat(heritage.parts()).containsExactly(BEGUN);
    }

    @Test
    void keptForADayAndNoLonger() throws Exception {
        leave(FIRST);
        try (ReceiveFolder folder = ReceiveFolder.open(inbox)) {
            assertThat(folder.sweepLeftovers(Instant.now().plus(Duration.ofHours(23)))).isZero();
            assertThat(folder.sweepLeftovers(Instant.now().plus(Duration.ofHours(25)))).isEqualTo(1);
        }
        assertThat(Trees.contents(inbox)).containsOnlyKeys("placed", "placed (2)");
    }

    @Test
    void withoutAnOwnerNothingIsLeft() throws Exception {
        try (ReceiveFolder folder = ReceiveFolder.open(inbox)) {
            folder.begin(Receiving.path("x"), 1, Optional.empty());
            folder.suspend();
        }
        assertThat(inbox).isEmptyDirectory();
    }

    @Test
    void namesHeldByADeadProcessAreFreedAndNothingElseIs() throws Exception {
        Path dead = Files.createDirectory(inbox.resolve(".0123456789abcdef-0123456789abcdef.ferry.part"));
        Files.createFile(dead.resolve(Staging.LOCK));
        try (var staging = DirectoryHandle.open(dead); StagingLog log = StagingLog.begin(staging, Optional.empty())) {
            log.intend(List.of("d/held", "d/mine", "d/empty", "gone/x", "../out", "plain"));
        }
        Files.createDirectory(inbox.resolve("d"));
        hold(inbox.resolve("d/held"));
        Files.writeString(inbox.resolve("d/mine"), "mine");
        hold(inbox.resolve("d/mine (2)"));
        Files.createFile(inbox.resolve("d/empty"));
        Files.writeString(inbox.resolve("plain"), "mine");
        hold(inbox.resolve("plain (old)"));
        hold(inbox.resolve("not said"));
        hold(inbox.resolveSibling("out"));
        try (ReceiveFolder folder = ReceiveFolder.open(inbox)) {
            assertThat(folder.sweepLeftovers(Instant.now())).isEqualTo(1);
        }
        assertThat(inbox.resolve("d").toFile().list()).containsExactlyInAnyOrder("mine", "empty");
        assertThat(inbox.toFile().list()).containsExactlyInAnyOrder("d", "plain", "not said");
        assertThat(inbox.resolveSibling("out")).exists();
        Files.delete(inbox.resolveSibling("out"));
    }

    private static void hold(Path name) throws Exception {
        Files.createFile(name, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
    }

    @Test
    void aFutureTimeOfASenderKeepsNothingLonger() throws Exception {
        leave(FIRST);
        Path part = unfinished().stream().filter(path -> PartNames.key(path.getFileName().toString()).isPresent()).findFirst().orElseThrow();
        Files.setLastModifiedTime(part, FileTime.from(Instant.now().plus(Duration.ofDays(1000))));
        try (ReceiveFolder folder = ReceiveFolder.open(inbox)) {
            assertThat(folder.sweepLeftovers(Instant.now().plus(Duration.ofHours(25)))).isEqualTo(1);
        }
    }
}
