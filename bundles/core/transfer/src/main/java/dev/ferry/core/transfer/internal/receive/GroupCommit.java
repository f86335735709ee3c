package dev.ferry.core.transfer.internal.receive;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Makes received files durable and places them, many at a time: everything in the batch to the disk with one wait, all names, then every directory that got a
 * name. A receipt goes out after all of that, never before.
 *
 * <p><b>Batches form by themselves.</b> A commit begins as soon as there is something to commit and none is running; what comes while it runs is the next
 * batch. A lone file waits for nothing, and the more the disk is the limit, the larger the batches grow, up to {@link Limits}. So no receipt is
 * older than two commits.
 *
 * <p><b>Threads.</b> Any thread may add; adding blocks while the limits are reached. Commits and callbacks run one after another on the executor, callbacks in
 * the order of adding; a callback must not add.
 */
public final class GroupCommit {
    /**
     * Of what waits, beyond what is being committed.
     *
     * @param files at most so many
     * @param bytes of content, roughly; one larger file may wait alone
     */
    public record Limits(int files, long bytes) {
        public static final Limits DEFAULT = new Limits(4096, 64L << 20);
    }

    private final ReceiveFolder folder;
    private final Forcing forcing;
    private final Executor executor;
    private final Limits limits;
    private final Deque<Work> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean running;

    public GroupCommit(ReceiveFolder folder, Forcing forcing, Executor executor, Limits limits) {
        this.folder = folder;
        this.forcing = forcing;
        this.executor = executor;
        this.limits = limits;
    }

    /**
     * Hands over a sealed file. The callback gets exactly one call, on the executor's thread.
     *
     * @throws InterruptedException while waiting for room; the file was not taken
     */
    public void add(PartFile sealed, ConflictPolicy policy, Consumer<Placement> done) throws InterruptedException {
        enqueue(new FileWork(sealed, policy, done));
    }

    /** The same for a directory that {@link ReceiveFolder#makeDirectory} gave: the receipt says that it is durable. */
    public void addDirectory(SafePath made, Consumer<Placement> done) throws InterruptedException {
        enqueue(new DirectoryWork(made, done));
    }

    /** The same for a file that stands there already and is what was to be received. */
    public void addStanding(SafePath place, OptionalLong key, Consumer<Placement> done) throws InterruptedException {
        enqueue(new StandingWork(place, key, done));
    }

    private void enqueue(Work work) throws InterruptedException {
        boolean start;
        synchronized (waiting) {
            while (!waiting.isEmpty() && (waiting.size() >= limits.files || waitingBytes + work.bytes() > limits.bytes)) {
                waiting.wait();
            }
            waiting.add(work);
            waitingBytes += work.bytes();
            start = !running;
            running = true;
        }
        if (start) {
            start(work);
        }
    }

    private void start(Work work) {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            synchronized (waiting) {
                running = false;
                waiting.remove(work);
                waitingBytes -= work.bytes();
                waiting.notifyAll();
            }
            throw e;
        }
    }

    /** Waits until everything added before has had its callback. */
    public void awaitIdle() throws InterruptedException {
        synchronized (waiting) {
            while (running) {
                waiting.wait();
            }
        }
    }

    private void run() {
        while (true) {
            List<Work> batch;
            synchronized (waiting) {
                batch = List.copyOf(waiting);
                waiting.clear();
                waitingBytes = 0;
                running = !batch.isEmpty();
                waiting.notifyAll();
            }
            if (batch.isEmpty()) {
                return;
            }
            commit(batch);
        }
    }

    private void commit(List<Work> batch) {
        Map<Work, Placement> results = new IdentityHashMap<>();
        try {
            makeBytesDurable(batch, results);
            folder.intend(batch.stream().filter(FileWork.class::isInstance).map(work -> work.wanted().toString()).toList());
            for (Work work : batch) {
                results.computeIfAbsent(work, w -> w.place(folder));
            }
            failUnlessNamesAreDurable(batch, results);
            remember(batch, results);
        } catch (IOException | RuntimeException e) {
            DiskException why = DiskException.from(e instanceof IOException io ? io : new IOException(e));
            batch.forEach(work -> results.put(work, new Placement.Failed(work.wanted(), why)));
        }
        batch.forEach(work -> tell(work, results.get(work)));
    }

    /** Before anybody is told: what was receipted is not received twice by the next run. */
    private void remember(List<Work> batch, Map<Work, Placement> results) throws IOException {
        Map<Long, String> names = new LinkedHashMap<>();
        for (Work work : batch) {
            if (work.key().isPresent() && results.get(work) instanceof Placement.Placed placed) {
                names.put(work.key().getAsLong(), placed.path().equals(work.wanted()) ? "" : placed.path().toString());
            }
        }
        folder.placed(names);
    }

    /** A callback that throws keeps nobody else from theirs. */
    private static void tell(Work work, Placement placement) {
        try {
            work.done().accept(placement);
        } catch (RuntimeException e) {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, e);
        }
    }

    private void makeBytesDurable(List<Work> batch, Map<Work, Placement> results) throws IOException {
        List<FileWork> unforced = new ArrayList<>();
        for (Work work : batch) {
            if (work instanceof FileWork file && !file.part.isForced()) {
                unforced.add(file);
            }
        }
        boolean oneDevice = unforced.stream().allMatch(file -> file.part.device().equals(folder.device()));
        forcing.all(unforced, oneDevice ? folder.certainPath() : Optional.empty(), file -> {
            try {
                file.part.force();
            } catch (IOException e) {
                results.put(file, new Placement.Failed(file.wanted(), DiskException.from(e)));
            }
        });
    }

    /** Every directory that got a name, up to and with those made for it. */
    private void failUnlessNamesAreDurable(List<Work> batch, Map<Work, Placement> results) throws IOException {
        List<SafePath> touched = List.copyOf(folder.takeTouched());
        Map<SafePath, DiskException> failed = new HashMap<>();
        forcing.all(touched, folder.isOneDevice() ? folder.certainPath() : Optional.empty(), directory -> {
            try {
                folder.force(directory);
            } catch (IOException e) {
                failed.put(directory, DiskException.from(e));
                folder.touch(directory);
            }
        });
        if (!failed.isEmpty()) {
            batch.forEach(work -> firstFailed(work.wanted(), failed).ifPresent(why -> results.put(work, new Placement.Failed(work.wanted(), why))));
        }
    }

    private static Optional<DiskException> firstFailed(SafePath place, Map<SafePath, DiskException> failed) {
        for (SafePath at = place; !at.isRoot(); at = at.parent()) {
            if (failed.containsKey(at.parent())) {
                return Optional.of(failed.get(at.parent()));
            }
        }
        return Optional.empty();
    }

    private sealed interface Work {
        SafePath wanted();

        /** Under which the next run is told of it. */
        OptionalLong key();

        long bytes();

        Consumer<Placement> done();

        Placement place(ReceiveFolder folder);
    }

    private record FileWork(PartFile part, ConflictPolicy policy, Consumer<Placement> done) implements Work {
        @Override
        public SafePath wanted() {
            return part.target();
        }

        @Override
        public OptionalLong key() {
            return part.key();
        }

        @Override
        public long bytes() {
            return part.isForced() ? 0 : part.length();
        }

        @Override
        public Placement place(ReceiveFolder folder) {
            return folder.place(part, policy);
        }
    }

    private record DirectoryWork(SafePath wanted, Consumer<Placement> done) implements Work {
        @Override
        public OptionalLong key() {
            return OptionalLong.empty();
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public Placement place(ReceiveFolder folder) {
            return new Placement.Placed(wanted, Optional.empty());
        }
    }

    private record StandingWork(SafePath wanted, OptionalLong key, Consumer<Placement> done) implements Work {
        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public Placement place(ReceiveFolder folder) {
            try {
                folder.force(wanted.parent(), wanted.name());
                return new Placement.Placed(wanted, Optional.empty());
            } catch (IOException e) {
                return new Placement.Failed(wanted, DiskException.from(e));
            }
        }
    }
}
