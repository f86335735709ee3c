package dev.ferry.core.transfer.internal.receive;

import static dev.ferry.core.transfer.internal.receive.LooksThenLeaps.does;
import static dev.ferry.core.transfer.internal.receive.LooksThenLeaps.learns;
import static dev.ferry.core.transfer.internal.receive.Raced.attempt;
import static dev.ferry.core.transfer.internal.receive.Raced.done;
import static dev.ferry.core.transfer.internal.receive.Receiving.path;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.disk.Directories;
import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import dev.ferry.core.transfer.internal.disk.PartNames;
import dev.ferry.core.transfer.internal.receive.Raced.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** What a receiver does to a directory that its sender named. */
final class RacedReceiving {
    private static final String MINE = "mine";
    private static final String PRECIOUS = "precious";

    private RacedReceiving() {
    }

    static List<Raced> all() {
        return List.of(
                new Raced("a folder is received into that a device is called like", RacedReceiving::furnish, (g, i) -> g.emptyInside(), RacedReceiving::receiveIntoItself,
                        does(RacedReceiving::placeByPath)),
                new Raced("a folder is made", RacedReceiving::furnish, RacedReceiving::nothing, RacedReceiving::makeFolder,
                        does(d -> Files.createDirectory(d.resolve("made")))),
                new Raced("a part is begun", RacedReceiving::furnish, RacedReceiving::nothing, RacedReceiving::begin,
                        does(d -> Files.createFile(d.resolve(".x.part")))),
                new Raced("a file is placed", RacedReceiving::furnish, (g, i) -> g.emptyInside(), RacedReceiving::place, does(RacedReceiving::placeByPath)),
                new Raced("an old version is kept aside", g -> furnish(g, "old"), RacedReceiving::oldFile, RacedReceiving::replace,
                        does(d -> Files.move(d.resolve("old"), d.resolve("old.version")))),
                new Raced("a folder gets its time", RacedReceiving::furnish, RacedReceiving::nothing, RacedReceiving::time,
                        does(d -> Files.setLastModifiedTime(d, FileTime.from(Instant.ofEpochSecond(1))))),
                new Raced("a folder gets its permissions", RacedReceiving::furnish, RacedReceiving::nothing, RacedReceiving::mode,
                        does(d -> Files.setPosixFilePermissions(d, PosixFilePermissions.fromString("rwxrwxrwx")))),
                new Raced("what stands there is looked at", g -> furnish(g, "secret"), RacedReceiving::nothing, RacedReceiving::look,
                        learns(d -> Files.exists(d.resolve("secret")))),
                new Raced("what stands there is read to compare", g -> furnish(g, "doc"), RacedReceiving::document, RacedReceiving::compare,
                        learns(d -> Files.readString(d.resolve("doc")).equals(PRECIOUS))),
                new Raced("what stands there is forced to the disk", g -> furnish(g, "secret"), RacedReceiving::nothing, RacedReceiving::force,
                        learns(d -> Files.size(d.resolve("secret")) > 0)),
                new Raced("a name is given back that a dead process took", RacedReceiving::furnishReserved, RacedReceiving::reserved, RacedReceiving::giveBack,
                        does(d -> Files.delete(d.resolve("reserved")))));
    }

    private static void nothing(Ground ground, int number) {
        // What is there will do.
    }

    private static void furnish(Ground ground) throws IOException {
        ground.swapped("d");
        Files.writeString(ground.outside.resolve("x"), PRECIOUS);
    }

    private static void furnish(Ground ground, String file) throws IOException {
        furnish(ground);
        Files.writeString(ground.outside.resolve(file), PRECIOUS);
    }

    private static Result receiveIntoItself(Ground ground, int number) throws Exception {
        return attempt(() -> {
            try (Receiving receiving = new Receiving(ReceiveFolder.openItself(ground.place(), Optional.empty(), OwnFolders.NONE), ConflictPolicy.RENAME)) {
                return done(receiving.file("x", "x").orElseThrow() instanceof Placement.Placed);
            }
        });
    }

    private static Result makeFolder(Ground ground, int number) throws Exception {
        return attempt(() -> {
            try (ReceiveFolder folder = ReceiveFolder.open(ground.inbox)) {
                folder.makeDirectory(path("d/made" + number), ConflictPolicy.RENAME);
                return Result.DONE;
            }
        });
    }

    private static Result begin(Ground ground, int number) throws Exception {
        return attempt(() -> {
            try (ReceiveFolder folder = ReceiveFolder.open(ground.inbox)) {
                PartFile part = folder.begin(path("d/x"), 1, Optional.empty());
                part.write(ByteBuffer.allocate(1), 0);
                part.leave();
                return Result.DONE;
            }
        });
    }

    private static Result place(Ground ground, int number) throws Exception {
        return receive(ground, ConflictPolicy.values()[number % ConflictPolicy.values().length], "d/x");
    }

    private static void oldFile(Ground ground, int number) throws IOException {
        ground.emptyInside();
        Files.writeString(ground.inside().resolve("old"), MINE);
    }

    private static Result replace(Ground ground, int number) throws Exception {
        return receive(ground, ConflictPolicy.OVERWRITE, "d/old");
    }

    static Result receive(Ground ground, ConflictPolicy policy, String path) throws Exception {
        return attempt(() -> {
            try (Receiving receiving = new Receiving(ground.inbox, policy)) {
                return done(receiving.file(path, "x").orElseThrow() instanceof Placement.Placed);
            }
        });
    }

    private static void placeByPath(Path directory) throws IOException {
        Path part = Files.writeString(directory.resolveSibling("part"), "x");
        Files.move(part, directory.resolve("x"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Result time(Ground ground, int number) throws Exception {
        return attempt(() -> {
            try (ReceiveFolder folder = ReceiveFolder.open(ground.inbox)) {
                folder.timeOfDirectory(path("d"), Instant.ofEpochSecond(number, 123_456_789));
                return done(folder.finish() == 0);
            }
        });
    }

    private static Result mode(Ground ground, int number) throws Exception {
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString(number % 2 == 0 ? "rwxr-x---" : "rwx------");
        return attempt(() -> {
            try (DirectoryHandle root = DirectoryHandle.open(ground.inbox); Directories directories = new Directories(root, 4)) {
                DirectoryTimes times = new DirectoryTimes();
                times.mode(path("d"), mode);
                return done(times.apply(directories) == 0);
            }
        });
    }

    private static Result look(Ground ground, int number) throws Exception {
        return attempt(() -> {
            try (ReceiveFolder folder = ReceiveFolder.open(ground.inbox)) {
                return folder.standing(path("d/secret")) instanceof Standing.Free ? Result.DONE : Result.OUTSIDE;
            }
        });
    }

    private static void document(Ground ground, int number) throws IOException {
        Files.writeString(ground.inside().resolve("doc"), MINE);
    }

    private static Result compare(Ground ground, int number) throws Exception {
        return attempt(() -> {
            try (ReceiveFolder folder = ReceiveFolder.open(ground.inbox)) {
                Optional<StandingFile> standing = folder.standingFile(path("d/doc"));
                if (standing.isEmpty()) {
                    return Result.REFUSED;
                }
                try (StandingFile file = standing.get()) {
                    ByteBuffer read = ByteBuffer.allocate(PRECIOUS.length());
                    return file.read(read, 0) == MINE.length() ? Result.DONE : Result.OUTSIDE;
                }
            }
        });
    }

    private static Result force(Ground ground, int number) throws Exception {
        Files.writeString(ground.inside().resolve("there"), MINE);
        return attempt(() -> {
            try (Receiving receiving = new Receiving(ground.inbox, ConflictPolicy.RENAME)) {
                List<Placement> placements = new ArrayList<>();
                receiving.commit.addStanding(path("d/secret"), OptionalLong.empty(), placements::add);
                receiving.commit.addStanding(path("d/there"), OptionalLong.empty(), placements::add);
                boolean secret = placements.get(0) instanceof Placement.Placed;
                return secret ? Result.OUTSIDE : done(placements.get(1) instanceof Placement.Placed);
            }
        });
    }

    private static void furnishReserved(Ground ground) throws IOException {
        ground.swapped("d");
        reserve(ground.outside);
    }

    private static void reserve(Path directory) throws IOException {
        Path reserved = directory.resolve("reserved");
        if (!Files.exists(reserved)) {
            Files.createFile(reserved, PosixFilePermissions.asFileAttribute(Set.of()));
        }
    }

    private static void reserved(Ground ground, int number) throws IOException {
        reserve(ground.inside());
        try (Stream<Path> all = Files.list(ground.inbox)) {
            if (all.anyMatch(path -> PartNames.isStaging(path.getFileName().toString()))) {
                return;
            }
        }
        try (ReceiveFolder dead = ReceiveFolder.open(ground.inbox, Optional.of(RacedStaging.OWNER), OwnFolders.NONE)) {
            dead.intend(List.of("d/reserved"));
            dead.suspend();
        }
    }

    private static Result giveBack(Ground ground, int number) throws Exception {
        return attempt(() -> {
            try (ReceiveFolder folder = ReceiveFolder.open(ground.inbox)) {
                folder.sweepLeftovers(RacedStaging.LATER);
                return done(!Files.exists(ground.inside().resolve("reserved")));
            }
        });
    }
}
