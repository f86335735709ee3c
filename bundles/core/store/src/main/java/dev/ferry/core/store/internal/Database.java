package dev.ferry.core.store.internal;

import dev.ferry.core.store.Records;
import dev.ferry.core.store.Store;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;

/** {@link Store} over tables in memory and a medium that makes them durable. */
class Database implements Store {
    private static final Pattern NAME = Pattern.compile("[a-z-]{1,32}");

    private final Map<String, Table> tables = new ConcurrentHashMap<>();
    private final Pending pending = new Pending();
    /** Held while the medium is used. Whoever waits for it is served by whoever got in before, which is how concurrent commits share one write. */
    private final ReentrantLock writing = new ReentrantLock(true);
    private final Medium medium;
    private final Function<IOException, Problem> problems;
    private long durable;
    private boolean closed;

    /**
     * @param contents what the medium holds
     * @param problems how to say to a person that the medium failed
     */
    Database(Contents contents, Medium medium, Function<IOException, Problem> problems) {
        this.medium = medium;
        this.problems = problems;
        contents.forEach((name, key, value) -> table(name).load(key, value));
    }

    static Database inMemory() {
        return new Database(Contents.EMPTY, Medium.NONE, failure -> new Problem.InternalError("Memory failed."));
    }

    private Table table(String name) {
        return tables.computeIfAbsent(name, missing -> new Table(missing, pending));
    }

    @Override
    public final Records records(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Records are named by 1 to 32 of a-z and '-', not " + name);
        }
        return table(name);
    }

    @Override
    public final void commit() throws FerryException {
        long wanted = pending.count();
        writing.lock();
        try {
            if (durable >= wanted) {
                return;
            }
            if (closed) {
                throw new FerryException(new Problem.MissingPart("dev.ferry.core.store",
                        "The database is closed because Ferry is stopping, so nothing more is saved. Start it again and repeat what was not saved."));
            }
            write();
        } finally {
            writing.unlock();
        }
    }

    private void write() throws FerryException {
        Pending.Batch batch = pending.take((table, key) -> table(table).get(key));
        try {
            medium.write(batch.changes());
            durable = batch.upTo();
        } catch (IOException | RuntimeException e) {
            pending.giveBack(batch);
            IOException failure = e instanceof IOException io ? io : new IOException(e);
            throw new FerryException(problems.apply(failure), failure);
        }
    }

    /** What was not committed is not saved. */
    final void close() {
        writing.lock();
        try {
            if (!closed) {
                closed = true;
                medium.close();
            }
        } finally {
            writing.unlock();
        }
    }
}
