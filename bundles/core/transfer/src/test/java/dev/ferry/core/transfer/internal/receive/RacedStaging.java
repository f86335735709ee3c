package dev.ferry.core.transfer.internal.receive;

import static dev.ferry.core.transfer.internal.receive.LooksThenLeaps.does;
import static dev.ferry.core.transfer.internal.receive.Raced.attempt;
import static dev.ferry.core.transfer.internal.receive.Raced.done;
import static dev.ferry.core.transfer.internal.receive.Receiving.path;

import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import dev.ferry.core.transfer.internal.disk.PartNames;
import dev.ferry.core.transfer.internal.receive.Raced.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a receiver does to its hidden folder of unfinished files, here while the folder's own name is swapped; outside are files of the names that parts have. */
final class RacedStaging {
    static final PartsOwner OWNER = new PartsOwner("device", "transfer", "manifest");
    /** What is unfinished now is swept then. */
    static final Instant LATER = Instant.now().plus(Duration.ofHours(25));
    private static final String DEAD = ".0123456789abcdef-0123456789abcdef.ferry.part";
    private static final long KEY = Long.MIN_VALUE | 5;
    private static final String PART = PartNames.keyed(KEY);

    private RacedStaging() {
    }

    static List<Raced> all() {
        return List.of(
                new Raced("a part gets its permissions and its time", RacedStaging::furnishLive, (g, i) -> write(g.inside()), RacedStaging::dress, does(RacedStaging::dressByPath)),
                new Raced("a part is gone on with", RacedStaging::furnishLive, (g, i) -> write(g.inside()), RacedStaging::goOn, does(RacedStaging::truncateByPath)),
                new Raced("a part is given up", RacedStaging::furnishLive, (g, i) -> write(g.inside()), RacedStaging::giveUp, does(d -> Files.delete(d.resolve(PART)))),
                new Raced("what a dead process left is swept", RacedStaging::furnishDead, RacedStaging::writeDead, RacedStaging::sweep, does(RacedStaging::sweepByPath)),
                new Raced("what a dead process left is taken over", RacedStaging::furnishDead, RacedStaging::writeDead, RacedStaging::inherit,
                        does(d -> Files.move(d.resolve(PART), d.resolveSibling("taken-" + System.nanoTime())))));
    }

    private static void write(Path directory) throws IOException {
        Files.writeString(directory.resolve(PART), "precious");
    }

    private static void furnishLive(Ground ground) throws Exception {
        ReceiveFolder folder = ground.hold(ReceiveFolder.open(ground.inbox, Optional.of(OWNER), OwnFolders.NONE));
        folder.begin(path("x"), 0, Optional.empty()).discard();
        try (Stream<Path> all = Files.list(ground.inbox)) {
            ground.swapped(all.findFirst().orElseThrow().getFileName().toString());
        }
        ground.receiving = folder;
        write(ground.outside);
    }

    private static PartFile begun(Ground ground, int number) throws IOException {
        return ground.receiving.begin(path("x"), 1, Optional.of(Instant.ofEpochSecond(number, 123_456_789)), Optional.of(PosixFilePermissions.fromString("rw-r-----")),
                OptionalLong.of(KEY));
    }

    private static Result dress(Ground ground, int number) throws Exception {
        return attempt(() -> {
            PartFile part = begun(ground, number);
            part.write(ByteBuffer.allocate(1), 0);
            part.seal(false);
            FileTime time = Files.getLastModifiedTime(ground.inside().resolve(PART));
            part.discard();
            return done(time.toInstant().equals(Instant.ofEpochSecond(number, 123_456_789)));
        });
    }

    private static void dressByPath(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory.resolve(PART), PosixFilePermissions.fromString("rw-r-----"));
        Files.setLastModifiedTime(directory.resolve(PART), FileTime.from(Instant.ofEpochSecond(1)));
    }

    private static Result goOn(Ground ground, int number) throws Exception {
        return attempt(() -> {
            begun(ground, number).leave();
            return done(Files.size(ground.inside().resolve(PART)) == 1);
        });
    }

    private static void truncateByPath(Path directory) throws IOException {
        try (FileChannel file = FileChannel.open(directory.resolve(PART), StandardOpenOption.WRITE)) {
            file.truncate(1);
        }
    }

    private static Result giveUp(Ground ground, int number) throws Exception {
        return attempt(() -> {
            begun(ground, number).discard();
            return done(!Files.exists(ground.inside().resolve(PART)));
        });
    }

    private static void furnishDead(Ground ground) throws IOException {
        ground.swapped(DEAD);
        try (DirectoryHandle handle = DirectoryHandle.open(ground.outside)) {
            StagingLog.begin(handle, Optional.of(OWNER)).close();
        }
        write(ground.outside);
    }

    /** What is not of Ferry's keeps the directory. */
    private static void writeDead(Ground ground, int number) throws IOException {
        write(ground.inside());
        Files.write(ground.inside().resolve(StagingLog.NAME), Files.readAllBytes(ground.outside.resolve(StagingLog.NAME)));
        Files.writeString(ground.inside().resolve("of another"), "program");
    }

    private static Result sweep(Ground ground, int number) throws Exception {
        return attempt(() -> {
            try (ReceiveFolder folder = ReceiveFolder.open(ground.inbox)) {
                folder.sweepLeftovers(LATER);
                return done(!Files.exists(ground.inside().resolve(PART)));
            }
        });
    }

    private static void sweepByPath(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            for (Path path : all.filter(each -> PartNames.isInner(each.getFileName().toString())).toList()) {
                Files.delete(path);
            }
        }
    }

    private static Result inherit(Ground ground, int number) throws Exception {
        return attempt(() -> {
            try (ReceiveFolder folder = ReceiveFolder.open(ground.inbox, Optional.of(OWNER), OwnFolders.NONE)) {
                return done(folder.inherit(key -> key == KEY, LATER).parts().contains(KEY));
            }
        });
    }
}
