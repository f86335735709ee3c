package dev.ferry.core.transfer.internal.send;

import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestBuilder;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.share.EntryFaults;
import dev.ferry.core.transfer.internal.share.Outcome;
import dev.ferry.core.transfer.internal.source.SourceEntries;
import dev.ferry.core.transfer.internal.source.SourceEntry;
import dev.ferry.core.transfer.internal.source.SourceFile;
import dev.ferry.core.transfer.internal.source.SourceRemoval;
import dev.ferry.core.transfer.internal.source.SourceWalk;
import dev.ferry.model.FerryException;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person chose to send, walked once. Its files are opened later, one at a time, and are the same then or not sent. */
public final class WalkedSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(WalkedSource.class);

    private final SourceWalk walk;
    /** By index: files and folders. */
    private final SourceEntries entries;

    private WalkedSource(SourceWalk walk, SourceEntries entries) {
        this.walk = walk;
        this.entries = entries;
    }

    /** The source and what was found in it. */
    public record Walked(WalkedSource source, Manifest manifest) { }

    /**
     * Walks. Blocks.
     *
     * @param walk    is closed with the source
     * @param scratch where goes what is known of the files, where they are many
     * @param outcome hears what was left out
     * @param ended   asked now and then: whether nobody is interested any more
     * @throws FerryException there is more than one transfer can carry
     */
    public static Walked walk(SourceWalk walk, ManifestBuilder builder, Scratch scratch, Outcome outcome, BooleanSupplier ended) throws FerryException {
        WalkedSource source = new WalkedSource(walk, new SourceEntries(scratch));
        try {
            long skipped = 0;
            while (source.walk.hasNext() && !ended.getAsBoolean()) {
                SourceEntry entry = source.walk.next();
                if (entry instanceof SourceEntry.Skipped left) {
                    outcome.skipped(PeerText.escape(left.path(), EntryFaults.MAX_PATH), "It was left out because " + left.reason().sentence() + ".");
                    skipped++;
                } else {
                    source.add(entry, builder);
                }
            }
            return new Walked(source, builder.build(skipped));
        } catch (UncheckedIOException e) {
            source.close();
            throw new FerryException(new Problem.InsufficientStorage(0, 0, "There are so many files that their names are kept on the disk, and it did not take them: "
                    + DiskException.from(e.getCause()).getMessage() + ". Free some space where Ferry keeps its cache, or share them in parts."));
        } catch (FerryException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private void add(SourceEntry entry, ManifestBuilder builder) throws FerryException {
        if (builder.isFull()) {
            throw new FerryException(new Problem.BadRequest("There are more files and folders than one transfer carries: " + builder.count()
                    + " are listed, and others follow. Share them in parts."));
        }
        if (entry instanceof SourceEntry.File file) {
            builder.add(told(file.path(), false, file.size(), file.modified(), file.mode()));
            entries.add(file);
        } else if (entry instanceof SourceEntry.Folder folder) {
            builder.add(told(folder.path(), true, 0, folder.modified(), folder.mode()));
            entries.add(folder);
        }
    }

    private static ManifestEntry told(String path, boolean folder, long size, FileTime modified, Set<PosixFilePermission> mode) {
        Instant time = modified.toInstant();
        return new ManifestEntry(path, folder, size, time.getEpochSecond(), time.getNano(), bits(mode));
    }

    /** The constants stand in the order of the bits, owner's read first. */
    private static int bits(Set<PosixFilePermission> mode) {
        return mode.stream().mapToInt(permission -> 0400 >> permission.ordinal()).sum();
    }

    @Override
    public File open(int index) throws SourceException {
        SourceFile.Outcome outcome = SourceFile.open(entries.file(index));
        if (outcome instanceof SourceFile.Outcome.Opened opened) {
            return new Opened(opened.file());
        }
        throw outcome instanceof SourceFile.Outcome.Changed ? changed() : unreadable();
    }

    SourceRemoval.Result remove(int file) {
        return SourceRemoval.remove(entries.file(file));
    }

    void removeEmptyFolder(int folder) {
        SourceRemoval.removeEmpty(entries.folder(folder));
    }

    private static SourceException changed() {
        return new SourceException(true, "The file is not the one that was offered");
    }

    private static SourceException unreadable() {
        return new SourceException(false, "The file cannot be read");
    }

    @Override
    public void close() {
        try {
            walk.close();
        } catch (IOException e) {
            LOG.debug("A folder that was sent from could not be closed");
        }
    }

    private record Opened(SourceFile file) implements File {
        @Override
        public void read(ByteBuffer target, long offset) throws SourceException {
            try {
                if (!file.read(target, offset) || target.hasRemaining()) {
                    throw changed();
                }
            } catch (DiskException e) {
                throw unreadable();
            }
        }

        @Override
        public void demandUnchanged() throws SourceException {
            try {
                if (!file.isUnchanged()) {
                    throw changed();
                }
            } catch (DiskException e) {
                throw unreadable();
            }
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (DiskException e) {
                LOG.debug("A file that was sent could not be closed");
            }
        }
    }
}
