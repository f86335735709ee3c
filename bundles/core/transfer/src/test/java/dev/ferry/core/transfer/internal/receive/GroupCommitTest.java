package dev.ferry.core.transfer.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
    @TempDir
    Path inbox;
    private ReceiveFolder folder;
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<Placement> receipts = new ArrayList<>();

    @BeforeEach
    void openFolder() throws Exception {
        folder = ReceiveFolder.open(inbox);
    }

    @AfterEach
    void closeFolder() throws Exception {
        folder.close();
    }

    @Test
    void noFileHasItsNameBeforeTheDiskWasAskedAndNoReceiptComesBeforeTheNames() throws Exception {
        List<String> seen = new ArrayList<>();
        DiskSync watching = path -> {
            seen.add(Trees.contents(inbox).keySet().stream().filter(name -> !name.contains("ferry.part")).toList() + " " + receipts.size());
            return true;
        };
        GroupCommit commit = new GroupCommit(folder, slow(watching), later::add, GroupCommit.Limits.DEFAULT);
        for (int i = 0; i < 10; i++) {
            commit.add(sealed("f" + i), ConflictPolicy.RENAME, receipts::add);
        }
        assertThat(receipts).isEmpty();

        later.remove().run();

        assertThat(seen).containsExactly("[] 0");
        assertThat(receipts).hasSize(10).allMatch(Placement.Placed.class::isInstance);
        assertThat(receipts).extracting(p -> ((Placement.Placed) p).path().name()).startsWith("f0", "f1", "f2");
    }

    @Test
    void aDiskThatCannotBeAskedAtOnceHasEveryFileForced() throws Exception {
        GroupCommit commit = new GroupCommit(folder, slow(DiskSync.NONE), later::add, GroupCommit.Limits.DEFAULT);
        List<PartFile> parts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            parts.add(sealed("f" + i));
            commit.add(parts.get(i), ConflictPolicy.RENAME, receipts::add);
        }
        later.remove().run();

        assertThat(parts).allMatch(PartFile::isForced);
        assertThat(receipts).hasSize(10).allMatch(Placement.Placed.class::isInstance);
    }

    @Test
    void whatComesDuringACommitIsTheNextBatch() throws Exception {
        int[] syncs = {0};
        CompletableFuture<Void> go = new CompletableFuture<>();
        CompletableFuture<Void> inFirst = new CompletableFuture<>();
        DiskSync slow = path -> {
            syncs[0]++;
            inFirst.complete(null);
            go.join();
            return true;
        };
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            GroupCommit commit = new GroupCommit(folder, slow(slow), task -> executor.execute(task), GroupCommit.Limits.DEFAULT);
            List<Placement> done = new CopyOnWriteArrayList<>();
            executor.execute(go::isDone);
            CompletableFuture<Void> hold = new CompletableFuture<>();
            executor.execute(hold::join);
            for (int i = 0; i < 10; i++) {
                commit.add(sealed("a" + i), ConflictPolicy.RENAME, done::add);
            }
            hold.complete(null);
            inFirst.join();
            for (int i = 0; i < 100; i++) {
                commit.add(sealed("b" + i), ConflictPolicy.RENAME, done::add);
            }
            assertThat(done).isEmpty();
            go.complete(null);
            commit.awaitIdle();

            assertThat(done).hasSize(110);
            assertThat(syncs[0]).isEqualTo(2);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void addingWaitsWhileTooMuchWaits() throws Exception {
        GroupCommit commit = new GroupCommit(folder, slow(DiskSync.NONE), task -> {
            synchronized (later) {
                later.add(task);
            }
        }, new GroupCommit.Limits(2, 1 << 20));
        commit.add(sealed("a"), ConflictPolicy.RENAME, receipts::add);
        commit.add(sealed("b"), ConflictPolicy.RENAME, receipts::add);
        PartFile third = sealed("c");
        CompletableFuture<Void> added = CompletableFuture.runAsync(() -> {
            try {
                commit.add(third, ConflictPolicy.RENAME, p -> { });
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(() -> added.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(java.util.concurrent.TimeoutException.class);

        later.remove().run();

        added.get(10, TimeUnit.SECONDS);
        assertThat(receipts).hasSize(2);
    }

    @Test
    void oneFileThatFailsKeepsNobodyElseFromTheirReceipt() throws Exception {
        GroupCommit commit = new GroupCommit(folder, slow(DiskSync.NONE), later::add, GroupCommit.Limits.DEFAULT);
        commit.add(sealed("a"), ConflictPolicy.RENAME, receipts::add);
        PartFile stolen = sealed("b");
        commit.add(stolen, ConflictPolicy.RENAME, receipts::add);
        commit.add(sealed("c"), ConflictPolicy.RENAME, placement -> {
            throw new IllegalStateException("a careless callback");
        });
        commit.add(sealed("d"), ConflictPolicy.RENAME, receipts::add);
        stolen.discard();

        Thread run = new Thread(later.remove());
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        run.setUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
        run.start();
        run.join();

        assertThat(receipts).hasExactlyElementsOfTypes(Placement.Placed.class, Placement.Failed.class, Placement.Placed.class);
        assertThat(uncaught).singleElement().isInstanceOf(IllegalStateException.class);
        commit.awaitIdle();
    }

    @Test
    void anExecutorThatIsGoneIsToldToTheCaller() throws Exception {
        GroupCommit commit = new GroupCommit(folder, slow(DiskSync.NONE), task -> {
            throw new RejectedExecutionException();
        }, GroupCommit.Limits.DEFAULT);
        PartFile part = sealed("a");
        assertThatThrownBy(() -> commit.add(part, ConflictPolicy.RENAME, receipts::add)).isInstanceOf(RejectedExecutionException.class);
        commit.awaitIdle();
        assertThat(receipts).isEmpty();
    }

    @Test
    void emptyDirectoriesHaveReceiptsToo() throws Exception {
        GroupCommit commit = new GroupCommit(folder, slow(DiskSync.NONE), later::add, GroupCommit.Limits.DEFAULT);
        SafePath made = folder.makeDirectory(Receiving.path("a/b"), ConflictPolicy.RENAME);
        commit.addDirectory(made, receipts::add);
        later.remove().run();
        assertThat(receipts).containsExactly(new Placement.Placed(made, Optional.empty()));
        assertThat(folder.takeTouched()).isEmpty();
    }

    @Test
    void theSystemsOwnCommandIsUsedWhereItIsInstalled() throws Exception {
        SyncCommand command = new SyncCommand();
        assertThat(command.sync(folder.certainPath().orElseThrow())).isEqualTo(Files.isExecutable(Path.of("/usr/bin/sync")) || Files.isExecutable(Path.of("/bin/sync")));
        assertThat(command.sync(Path.of("/does/not/exist"))).isFalse();
    }

    /** Every look at the clock is some milliseconds later than the last. */
    private static Forcing slow(DiskSync disk) {
        AtomicLong now = new AtomicLong();
        return new Forcing(disk, () -> now.addAndGet(100_000_000));
    }

    private PartFile sealed(String name) throws Exception {
        PartFile part = folder.begin(Receiving.path(name), 1, Optional.empty());
        part.write(ByteBuffer.wrap(new byte[1]), 0);
        part.seal(false);
        return part;
    }
}
