package dev.ferry.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.core.store.Records;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DatabaseTest {
    private static final byte[] ONE = {1};
    private static final byte[] TWO = {2, 2};

    /** Remembers what it was given. */
    private static class Notebook implements Medium {
        final List<List<Change>> writes = new CopyOnWriteArrayList<>();
        boolean closed;

        @Override
        public void write(List<Change> changes) throws IOException {
            writes.add(changes);
        }

        @Override
        public void close() {
            closed = true;
        }

        Map<String, Integer> lengths() {
            Map<String, Integer> lengths = new TreeMap<>();
            writes.forEach(write -> write.forEach(change -> lengths.put(change.table() + "/" + change.key(), change.value().map(v -> v.length).orElse(-1))));
            return lengths;
        }
    }

    /** Has no room until somebody makes some. */
    private static final class FullDisk extends Notebook {
        private boolean full = true;

        @Override
        public void write(List<Change> changes) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            super.write(changes);
        }
    }

    /** Takes as long for a write as somebody lets it. */
    private static final class SlowDisk extends Notebook {
        private final CountDownLatch writing = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public void write(List<Change> changes) throws IOException {
            writing.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            super.write(changes);
        }
    }

    private static Database on(Medium medium) {
        return new Database(Contents.EMPTY, medium, failure -> new Problem.InternalError(failure.getMessage()));
    }

    @Test
    void a_change_is_seen_at_once_and_written_by_the_commit() throws Exception {
        Notebook disk = new Notebook();
        Database database = on(disk);
        Records records = database.records("addresses");
        records.put("laptop", ONE);
        records.put("phone", TWO);
        records.remove("phone");
        assertThat(records.get("laptop")).hasValue(ONE);
        assertThat(records.get("phone")).isEmpty();
        assertThat(disk.writes).isEmpty();
        database.commit();
        assertThat(disk.writes).hasSize(1);
        assertThat(disk.lengths()).isEqualTo(Map.of("addresses/laptop", 1, "addresses/phone", -1));
    }

    @Test
    void what_does_not_change_is_not_written() throws Exception {
        Notebook disk = new Notebook();
        Database database = on(disk);
        database.commit();
        database.records("a").put("k", ONE);
        database.commit();
        database.records("a").put("k", ONE.clone());
        database.records("a").remove("never there");
        database.commit();
        assertThat(disk.writes).hasSize(1);
    }

    @Test
    void values_are_copies_both_ways() {
        Records records = Database.inMemory().records("a");
        byte[] given = {1};
        records.put("k", given);
        given[0] = 9;
        assertThat(records.get("k")).hasValue(ONE);
        records.get("k").orElseThrow()[0] = 9;
        records.forEach((key, value) -> value[0] = 9);
        assertThat(records.get("k")).hasValue(ONE);
    }

    @Test
    void each_record_is_visited_in_key_order_and_may_be_changed_meanwhile() {
        Records records = Database.inMemory().records("a");
        List.of("b", "c", "a").forEach(key -> records.put(key, ONE));
        List<String> visited = new ArrayList<>();
        records.forEach((key, value) -> {
            visited.add(key);
            records.remove(key);
            records.put("0", TWO);
        });
        assertThat(visited).containsExactly("a", "b", "c");
        assertThat(records.get("a")).isEmpty();
        assertThat(records.get("0")).hasValue(TWO);
    }

    @Test
    void a_full_disk_costs_durability_until_there_is_room_and_nothing_else() throws Exception {
        FullDisk disk = new FullDisk();
        Database database = on(disk);
        database.records("a").put("one", ONE);
        assertThatThrownBy(database::commit).isInstanceOf(FerryException.class).hasMessage("No space left on device");
        assertThat(database.records("a").get("one")).hasValue(ONE);
        database.records("b").put("two", TWO);
        disk.full = false;
        database.commit();
        assertThat(disk.lengths()).isEqualTo(Map.of("a/one", 1, "b/two", 2));
        assertThat(disk.writes).hasSize(1);
    }

    @Test
    void a_commit_after_a_failed_one_without_new_changes_still_writes() throws Exception {
        FullDisk disk = new FullDisk();
        Database database = on(disk);
        database.records("a").put("one", ONE);
        assertThatThrownBy(database::commit).isInstanceOf(FerryException.class);
        disk.full = false;
        database.commit();
        assertThat(disk.lengths()).isEqualTo(Map.of("a/one", 1));
    }

    @Test
    void concurrent_commits_share_one_write() throws Exception {
        SlowDisk disk = new SlowDisk();
        Database database = on(disk);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> commits = new ArrayList<>();
            CountDownLatch put = new CountDownLatch(20);
            database.records("a").put("first", ONE);
            commits.add(threads.submit(() -> commit(database)));
            disk.writing.await();
            for (int i = 0; i < 20; i++) {
                String key = "later" + i;
                commits.add(threads.submit(() -> {
                    database.records("a").put(key, ONE);
                    put.countDown();
                    return commit(database);
                }));
            }
            put.await();
            disk.go.countDown();
            for (Future<?> commit : commits) {
                commit.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(disk.writes).hasSize(2);
        assertThat(disk.lengths()).hasSize(21);
    }

    private static boolean commit(Database database) throws FerryException {
        database.commit();
        return true;
    }

    @Test
    void closing_waits_for_a_write_and_later_commits_say_that_it_is_closed() throws Exception {
        SlowDisk disk = new SlowDisk();
        Database database = on(disk);
        database.records("a").put("k", ONE);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Future<?> commit = threads.submit(() -> commit(database));
            disk.writing.await();
            Future<?> close = threads.submit(database::close);
            assertThat(disk.closed).isFalse();
            disk.go.countDown();
            commit.get();
            close.get();
        } finally {
            threads.shutdownNow();
        }
        await().until(() -> disk.closed);
        database.records("a").put("k", TWO);
        assertThatThrownBy(database::commit).isInstanceOfSatisfying(FerryException.class,
                closed -> assertThat(closed.problem()).isInstanceOf(Problem.MissingPart.class));
        assertThat(database.records("a").get("k")).hasValue(TWO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "under_score", "a.b", "../x", "waytoolongwaytoolongwaytoolongwaytoolong"})
    void names_that_are_not_names_are_refused(String name) {
        assertThatThrownBy(() -> Database.inMemory().records(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_guest_commits_to_nothing() throws Exception {
        Database guest = Database.inMemory();
        guest.records("a").put("k", ONE);
        guest.commit();
        assertThat(guest.records("a").get("k")).hasValue(ONE);
        guest.close();
    }
}
