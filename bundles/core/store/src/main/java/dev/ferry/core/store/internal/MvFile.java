package dev.ferry.core.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MVStore file. Writes are ours alone: no background thread, no commit by memory, so that what is on disk is what a commit put there. A commit is one chunk with a
 * checksum at its end; a torn one is not there at the next start.
 *
 * <p>Not safe for threads. After any exception it is to be abandoned: the library closes itself on a failed write.
 */
final class MvFile implements Contents {
    private static final Logger LOG = LoggerFactory.getLogger(MvFile.class);

    /** Our own table; no caller's may be called so. */
    private static final String OWN = "_store";
    private static final String GENERATION = "generation";

    /** Most milliseconds for making the file small when it is closed. */
    private static final int CLOSE_MILLIS = 200;
    /**
     * Room of chunks that no kept version uses is written over at once: 5,000 commits of one record stay below half a mebibyte, where the default of 45 s makes 90.
     * The default is for whoever does not force each commit to the disk, and we do.
     */
    private static final int RETENTION_MILLIS = 0;

    private final MVStore store;
    private long generation;
    private int damaged;

    private MvFile(MVStore store) {
        this.store = store;
        store.setRetentionTime(RETENTION_MILLIS);
    }

    /**
     * Opens or begins a file and looks at every record of it.
     *
     * @throws IOException the file is damaged beyond what its own checks repair, or cannot be read
     */
    static MvFile open(Path file) throws IOException {
        try {
            MvFile opened = new MvFile(new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().autoCommitBufferSize(0).autoCompactFillRate(0).open());
            try {
                opened.examine();
                return opened;
            } catch (RuntimeException | OutOfMemoryError e) {
                opened.abandon();
                throw e;
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            // Where a length in the library's own structures is damaged, it allocates what the length says.
            throw new IOException("The database cannot be read: " + e.getMessage(), e);
        }
    }

    private void examine() {
        forEach((table, key, value) -> { });
        if (damaged > 0) {
            LOG.error("{} records of the database are damaged and count as absent; the others are sound", damaged);
        }
        generation = read(OWN, bytes(GENERATION)).filter(value -> value.length == Long.BYTES).map(value -> ByteBuffer.wrap(value).getLong()).orElse(0L);
    }

    /** How many commits made this file. */
    long generation() {
        return generation;
    }

    /** Records whose check was wrong at the last {@link #forEach}. */
    int damaged() {
        return damaged;
    }

    @Override
    public void forEach(Visitor visitor) {
        damaged = 0;
        for (String table : store.getMapNames()) {
            if (!table.equals(OWN)) {
                visit(table, visitor);
            }
        }
    }

    private void visit(String table, Visitor visitor) {
        Cursor<byte[], byte[]> cursor = map(table).cursor(null);
        while (cursor.hasNext()) {
            byte[] key = cursor.next();
            Optional<byte[]> value = Seal.open(table, key, cursor.getValue());
            if (value.isPresent() && key.length % 2 == 0) {
                visitor.visit(table, string(key), value.get());
            } else {
                damaged++;
            }
        }
    }

    /**
     * Takes over what another file held.
     *
     * @param generation of that file
     */
    void restore(Contents contents, long generation) throws IOException {
        List<Change> all = new ArrayList<>();
        contents.forEach((table, key, value) -> all.add(new Change(table, key, Optional.of(value))));
        this.generation = generation;
        write(all);
    }

    private Optional<byte[]> read(String table, byte[] key) {
        return store.hasMap(table) ? Optional.ofNullable(map(table).get(key)).flatMap(sealed -> Seal.open(table, key, sealed)) : Optional.empty();
    }

    /** Makes all of them durable as one unit. */
    void write(List<Change> changes) throws IOException {
        try {
            for (Change change : changes) {
                byte[] key = bytes(change.key());
                if (change.value().isPresent()) {
                    map(change.table()).put(key, Seal.close(change.table(), key, change.value().get()));
                } else {
                    map(change.table()).remove(key);
                }
            }
            byte[] own = bytes(GENERATION);
            map(OWN).put(own, Seal.close(OWN, own, ByteBuffer.allocate(Long.BYTES).putLong(generation + 1).array()));
            store.commit();
            store.sync();
            generation++;
        } catch (RuntimeException e) {
            throw new IOException("The database cannot be written: " + e.getMessage(), e);
        }
    }

    private MVMap<byte[], byte[]> map(String table) {
        return store.openMap(table, new MVMap.Builder<byte[], byte[]>().keyType(BoundedBytes.INSTANCE).valueType(BoundedBytes.INSTANCE));
    }

    void close() {
        try {
            store.close(CLOSE_MILLIS);
        } catch (RuntimeException e) {
            LOG.warn("The database could not be made small as it was closed; nothing of it is lost", e);
            store.closeImmediately();
        }
    }

    /** Closes without writing. */
    void abandon() {
        store.closeImmediately();
    }

    /** Two bytes a character, whatever the characters: unlike an encoding, it keeps lone surrogates apart. */
    private static byte[] bytes(String key) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * key.length());
        bytes.asCharBuffer().put(key);
        return bytes.array();
    }

    private static String string(byte[] key) {
        return ByteBuffer.wrap(key).asCharBuffer().toString();
    }
}
