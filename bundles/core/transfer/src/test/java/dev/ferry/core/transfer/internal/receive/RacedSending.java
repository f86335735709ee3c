package dev.ferry.core.transfer.internal.receive;

import static dev.ferry.core.transfer.internal.receive.LooksThenLeaps.does;
import static dev.ferry.core.transfer.internal.receive.LooksThenLeaps.learns;
import static dev.ferry.core.transfer.internal.receive.Raced.attempt;
import static dev.ferry.core.transfer.internal.receive.Raced.done;

import dev.ferry.api.ShareRequest;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import dev.ferry.core.transfer.internal.receive.Raced.Result;
import dev.ferry.core.transfer.internal.source.Evicted;
import dev.ferry.core.transfer.internal.source.SourceEntry;
import dev.ferry.core.transfer.internal.source.SourceFile;
import dev.ferry.core.transfer.internal.source.SourceRemoval;
import dev.ferry.core.transfer.internal.source.SourceStart;
import dev.ferry.core.transfer.internal.source.SourceWalk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a sender does below what its user chose, and an owner below a reference by a path that its holder says. Each directory is opened anew, as in a walk of many. */
final class RacedSending {
    private static final String MINE = "mine";
    private static final String PRECIOUS = "precious";

    private RacedSending() {
    }

    static List<Raced> all() {
        return List.of(
                new Raced("a folder is listed", RacedSending::furnish, RacedSending::write, RacedSending::list, learns(RacedSending::listByPath)),
                new Raced("a file is opened and read", RacedSending::furnish, RacedSending::write, RacedSending::read,
                        learns(d -> Files.readString(d.resolve("doc")).equals(PRECIOUS))),
                new Raced("a moved file is deleted", RacedSending::furnish, RacedSending::write, RacedSending::remove, does(d -> Files.delete(d.resolve("doc")))),
                new Raced("a moved folder is deleted", RacedSending::furnish, RacedSending::write, RacedSending::removeFolder, does(d -> Files.delete(d.resolve("empty")))),
                new Raced("a path in a reference is listed", RacedSending::furnish, RacedSending::write, RacedSending::listReference, learns(RacedSending::listByPath)),
                new Raced("a path in a reference is fetched", RacedSending::furnish, RacedSending::write, RacedSending::fetch,
                        learns(d -> Files.size(d.resolve("doc")) == PRECIOUS.length())));
    }

    private static void furnish(Ground ground) throws IOException {
        ground.swapped("d");
        Files.writeString(ground.outside.resolve("secret"), PRECIOUS);
        Files.writeString(ground.outside.resolve("doc"), PRECIOUS);
        Files.createDirectory(ground.outside.resolve("empty"));
    }

    private static void write(Ground ground, int number) throws IOException {
        Files.writeString(ground.inside().resolve("doc"), MINE);
        Files.createDirectories(ground.inside().resolve("empty"));
    }

    private static SourceWalk everything(Ground ground) {
        return new SourceWalk(List.of(new ShareRequest.Item(ground.inbox, true)));
    }

    /** Where a reference to the inbox has that path. */
    private static SourceWalk reference(Ground ground, String... names) {
        String path = String.join("/", names);
        return new SourceWalk(List.of(new SourceStart(new ShareRequest.Item(ground.inbox, true), List.of(names), path, true, path + "/")), Integer.MAX_VALUE, OwnFolders.NONE);
    }

    private static <E extends SourceEntry> Optional<E> find(SourceWalk walk, Class<E> kind, String path) {
        while (walk.hasNext()) {
            SourceEntry entry = walk.next();
            if (kind.isInstance(entry) && entry.path().equals(path)) {
                return Optional.of(kind.cast(entry));
            }
        }
        return Optional.empty();
    }

    private static Result list(Ground ground, int number) throws Exception {
        try (SourceWalk walk = everything(ground)) {
            return listed(walk);
        }
    }

    private static Result listReference(Ground ground, int number) throws Exception {
        try (SourceWalk walk = reference(ground, "d")) {
            return listed(walk);
        }
    }

    private static Result listed(SourceWalk walk) {
        Result result = Result.REFUSED;
        while (walk.hasNext()) {
            SourceEntry entry = walk.next();
            if (entry.path().endsWith("secret")) {
                return Result.OUTSIDE;
            }
            result = entry.path().equals("d/doc") ? Result.DONE : result;
        }
        return result;
    }

    private static boolean listByPath(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.anyMatch(path -> path.endsWith("secret"));
        }
    }

    private static Result read(Ground ground, int number) throws Exception {
        try (SourceWalk walk = everything(ground)) {
            Optional<SourceEntry.File> entry = find(walk, SourceEntry.File.class, "d/doc");
            if (entry.isEmpty() || !(SourceFile.open(Evicted.file(entry.get())) instanceof SourceFile.Outcome.Opened opened)) {
                return Result.REFUSED;
            }
            try (SourceFile file = opened.file()) {
                ByteBuffer read = ByteBuffer.allocate(PRECIOUS.length());
                return file.read(read, 0) && new String(read.array(), 0, read.position()).equals(MINE) ? Result.DONE : Result.OUTSIDE;
            }
        }
    }

    private static Result remove(Ground ground, int number) throws Exception {
        try (SourceWalk walk = everything(ground)) {
            Optional<SourceEntry.File> entry = find(walk, SourceEntry.File.class, "d/doc");
            return done(entry.isPresent() && SourceRemoval.remove(Evicted.file(entry.get())) == SourceRemoval.Result.REMOVED);
        }
    }

    private static Result removeFolder(Ground ground, int number) throws Exception {
        try (SourceWalk walk = everything(ground)) {
            Optional<SourceEntry.Folder> entry = find(walk, SourceEntry.Folder.class, "d/empty");
            if (entry.isPresent()) {
                SourceRemoval.removeEmpty(Evicted.folder(entry.get()));
            }
            return done(!Files.exists(ground.inside().resolve("empty")));
        }
    }

    private static Result fetch(Ground ground, int number) throws Exception {
        return attempt(() -> {
            try (SourceWalk walk = reference(ground, "d", "doc")) {
                Optional<SourceEntry.File> entry = find(walk, SourceEntry.File.class, "d/doc");
                if (entry.isEmpty()) {
                    return Result.REFUSED;
                }
                return entry.get().size() == MINE.length() ? Result.DONE : Result.OUTSIDE;
            }
        });
    }
}
