package dev.ferry.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeDatabaseTest {
    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();

    private Database open() throws FerryException {
        return HomeDatabase.open(folder, nanos::get);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<String> get(Database database, String table, String key) {
        return database.records(table).get(key).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    @Test
    void what_was_committed_is_there_after_a_restart_and_what_was_not_is_not() throws Exception {
        Database before = open();
        before.records("a").put("kept", bytes("yes"));
        before.records("b").put("kept too", bytes(""));
        before.records("a").put("removed", bytes("x"));
        before.commit();
        before.records("a").remove("removed");
        before.commit();
        before.records("a").put("lost", bytes("never committed"));
        before.close();
        Database after = open();
        assertThat(get(after, "a", "kept")).hasValue("yes");
        assertThat(get(after, "b", "kept too")).hasValue("");
        assertThat(get(after, "a", "removed")).isEmpty();
        assertThat(get(after, "a", "lost")).isEmpty();
        after.close();
    }

    @Test
    void keys_are_kept_whatever_their_characters() throws Exception {
        String[] keys = {"", "plain", "ünïcødé", "日本", "\ud83d\ude00", "\ud800", "\udfff", "a\u0000b", "long".repeat(5_000)};
        Database before = open();
        for (String key : keys) {
            before.records("a").put(key, bytes("v" + key.length()));
        }
        before.commit();
        before.close();
        Database after = open();
        for (String key : keys) {
            assertThat(get(after, "a", key)).as(key).hasValue("v" + key.length());
        }
        after.close();
    }

    @Test
    void its_files_are_this_users_alone() throws Exception {
        Database database = open();
        database.records("a").put("k", bytes("v"));
        database.commit();
        database.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString()).isEqualTo("rw-------");
            }
        }
        assertThat(names()).containsExactlyInAnyOrder("ferry.db", "ferry.db.copy", "ferry.db.lock");
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void a_home_in_use_is_refused_with_the_process_that_has_it() throws Exception {
        Database first = open();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(this::open).isInstanceOfSatisfying(FerryException.class, used ->
                    assertThat(used.problem()).isInstanceOfSatisfying(Problem.FileAccessDenied.class, problem ->
                            assertThat(problem.message()).contains("Another Ferry (process " + ProcessHandle.current().pid() + ")", "FERRY_HOME")));
        }
        first.records("a").put("k", bytes("undisturbed"));
        first.commit();
        first.close();
        Database next = open();
        assertThat(get(next, "a", "k")).hasValue("undisturbed");
        next.close();
    }

    @Test
    void a_file_that_others_can_read_is_refused_with_the_command_that_helps() throws Exception {
        open().close();
        Files.setPosixFilePermissions(folder.resolve(Disk.FILE), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(this::open).isInstanceOf(FerryException.class).hasMessageContaining("chmod 600 " + folder.resolve(Disk.FILE));
        Files.setPosixFilePermissions(folder.resolve(Disk.FILE), PosixFilePermissions.fromString("rw-------"));
        open().close();
    }

    @Test
    void a_link_in_the_place_of_the_file_is_refused(@TempDir Path elsewhere) throws Exception {
        Path target = Files.createFile(elsewhere.resolve("target"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.createSymbolicLink(folder.resolve(Disk.FILE), target);
        assertThatThrownBy(this::open).isInstanceOf(FerryException.class).hasMessageContaining("not a plain file");
        assertThat(target).isEmptyFile();
    }

    @Test
    void an_interrupted_thread_commits_and_stays_interrupted() throws Exception {
        Database database = open();
        for (int i = 0; i < 20; i++) {
            database.records("a").put("k" + i, bytes("v"));
            Thread.currentThread().interrupt();
            database.commit();
            assertThat(Thread.interrupted()).isTrue();
        }
        Thread.currentThread().interrupt();
        database.close();
        assertThat(Thread.interrupted()).isTrue();
        Database after = open();
        assertThat(get(after, "a", "k19")).hasValue("v");
        after.close();
    }

    @Test
    void the_file_stays_small_however_often_it_is_committed() throws Exception {
        Database database = open();
        for (int i = 0; i < 1_500; i++) {
            database.records("a").put("k" + i % 100, bytes("value " + i));
            database.commit();
        }
        assertThat(Files.size(folder.resolve(Disk.FILE))).isLessThan(1024 * 1024);
        database.close();
    }

    @Test
    void a_copy_is_written_every_few_minutes_and_at_the_end() throws Exception {
        Database database = open();
        database.records("a").put("k", bytes("1"));
        database.commit();
        assertThat(folder.resolve(Disk.COPY)).doesNotExist();
        nanos.addAndGet(Duration.ofMinutes(6).toNanos());
        database.records("a").put("k", bytes("2"));
        database.commit();
        assertThat(SafetyCopy.read(folder.resolve(Disk.COPY)).orElseThrow().generation()).isEqualTo(2);
        database.records("a").put("k", bytes("3"));
        database.commit();
        database.close();
        assertThat(SafetyCopy.read(folder.resolve(Disk.COPY)).orElseThrow().generation()).isEqualTo(3);
    }

    @Test
    void the_database_runs_on_no_thread_of_its_own() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Database database = open();
        database.records("a").put("k", bytes("v"));
        database.commit();
        assertThat(Thread.getAllStackTraces().keySet()).filteredOn(thread -> !before.contains(thread)).extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("MVStore") || name.startsWith("H2"));
        database.close();
    }
}
