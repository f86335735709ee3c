package dev.ferry.core.store.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database file of a home and a copy of it that is never much older. A file that cannot be read, or has lost commits that the copy has, is set aside and its place
 * taken by the copy.
 */
final class Disk implements Medium {
    static final String FILE = "ferry.db";
    static final String COPY = "ferry.db.copy";
    static final String DAMAGED = "ferry.db.damaged";

    private static final Logger LOG = LoggerFactory.getLogger(Disk.class);
    /** How much may be lost to a damaged disk, against how often everything is written twice. */
    private static final Duration COPY_AFTER = Duration.ofMinutes(5);

    private final Path folder;
    private final LongSupplier nanoTime;
    private Optional<MvFile> file;
    private long copied;
    private long copiedAt;

    private Disk(Path folder, LongSupplier nanoTime, MvFile file, long copied) {
        this.folder = folder;
        this.nanoTime = nanoTime;
        this.file = Optional.of(file);
        this.copied = copied;
        this.copiedAt = nanoTime.getAsLong();
    }

    /**
     * @param folder   that nobody else uses
     * @param nanoTime a clock that nobody can set
     * @throws IOException the folder cannot be used
     */
    static Disk open(Path folder, LongSupplier nanoTime) throws IOException {
        PrivateFiles.prepare(folder.resolve(FILE));
        Optional<SafetyCopy> copy = SafetyCopy.read(folder.resolve(COPY));
        MvFile file;
        try {
            file = readable(folder, copy);
        } catch (IOException damaged) {
            file = replaced(folder, copy, damaged);
        }
        return new Disk(folder, nanoTime, file, copy.map(SafetyCopy::generation).orElse(-1L));
    }

    private static MvFile readable(Path folder, Optional<SafetyCopy> copy) throws IOException {
        MvFile file = MvFile.open(folder.resolve(FILE));
        long behind = copy.map(SafetyCopy::generation).orElse(0L) - file.generation();
        if (behind > 0) {
            file.abandon();
            throw new IOException("It lacks the last " + behind + " changes that its copy has");
        }
        return file;
    }

    private static MvFile replaced(Path folder, Optional<SafetyCopy> copy, IOException damaged) throws IOException {
        LOG.error("The database {} is damaged ({}). It is kept as {}. {}", folder.resolve(FILE), damaged.getMessage(), DAMAGED, copy.isPresent()
                ? "Its copy takes its place; what was saved in the minutes before the damage may be missing."
                : "There is no copy, so transfers cannot be resumed and last addresses are forgotten.", damaged);
        Files.move(folder.resolve(FILE), folder.resolve(DAMAGED), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        PrivateFiles.prepare(folder.resolve(FILE));
        MvFile file = MvFile.open(folder.resolve(FILE));
        if (copy.isPresent()) {
            file.restore(copy.get().contents(), copy.get().generation());
        }
        PrivateFiles.forceFolder(folder);
        return file;
    }

    /** As at the last write. */
    Contents contents() {
        return file.orElseThrow();
    }

    /** An interrupt closes a file under the library's hands, so it is kept away and handed on afterwards. */
    @Override
    public void write(List<Change> changes) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            try {
                attempt(changes);
            } catch (IOException e) {
                if (!Thread.interrupted()) {
                    throw e;
                }
                interrupted = true;
                attempt(changes);
            }
            if (nanoTime.getAsLong() - copiedAt > COPY_AFTER.toNanos()) {
                copy();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void attempt(List<Change> changes) throws IOException {
        MvFile open = file.isPresent() ? file.get() : MvFile.open(folder.resolve(FILE));
        file = Optional.of(open);
        try {
            open.write(changes);
        } catch (IOException e) {
            file = Optional.empty();
            open.abandon();
            throw e;
        }
    }

    private void copy() {
        copiedAt = nanoTime.getAsLong();
        if (file.isEmpty() || file.get().generation() == copied) {
            return;
        }
        try {
            SafetyCopy.write(folder.resolve(COPY), file.get().generation(), file.get());
            copied = file.get().generation();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The copy of the database could not be written; the database itself is safe", e);
        }
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        copy();
        file.ifPresent(MvFile::close);
        file = Optional.empty();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
