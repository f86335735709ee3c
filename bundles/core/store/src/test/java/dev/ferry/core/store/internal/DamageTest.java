package dev.ferry.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.FerryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a disk may do to the file, and what is left then. */
class DamageTest {
    private static final int RECORDS = 200;
    private static final int ROUNDS = 40;

    @TempDir
    private Path folder;
    private byte[] sound;

    private Database open() throws FerryException {
        return HomeDatabase.open(folder, () -> 0);
    }

    @BeforeEach
    void fill() throws Exception {
        Database database = open();
        for (int commit = 0; commit < 10; commit++) {
            for (int i = 0; i < RECORDS; i += 10) {
                database.records("a").put("key " + (commit + i), value(commit + i));
            }
            database.commit();
        }
        database.close();
        sound = Files.readAllBytes(folder.resolve(Disk.FILE));
    }

    private static byte[] value(int i) {
        return ("value " + i + " " + "x".repeat(i)).getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, byte[]> read() throws FerryException {
        Database database = open();
        Map<String, byte[]> all = new HashMap<>();
        database.records("a").forEach(all::put);
        database.close();
        return all;
    }

    private static void assertNothingInvented(Map<String, byte[]> read) {
        assertThat(read).allSatisfy((key, value) -> assertThat(value).isEqualTo(value(Integer.parseInt(key.substring("key ".length())))));
    }

    static IntStream rounds() {
        return IntStream.range(0, ROUNDS);
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void a_torn_file_gives_way_to_its_copy_and_nothing_is_lost(int round) throws Exception {
        int length = (int) ((long) sound.length * round / ROUNDS);
        Files.write(folder.resolve(Disk.FILE), Arrays.copyOf(sound, length));
        Map<String, byte[]> read = read();
        assertThat(read).hasSize(RECORDS);
        assertNothingInvented(read);
        assertThat(read()).hasSize(RECORDS);
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void flipped_bits_cost_some_records_and_invent_none(int round) throws Exception {
        byte[] damaged = sound.clone();
        Random where = new Random(round);
        for (int i = 0; i < 20; i++) {
            damaged[where.nextInt(damaged.length)] ^= (byte) (1 << where.nextInt(8));
        }
        Files.write(folder.resolve(Disk.FILE), damaged);
        Map<String, byte[]> read = read();
        // A bit may hit the page that holds several records' keys, and takes those with it.
        assertThat(read.size()).isBetween(RECORDS / 2, RECORDS);
        assertNothingInvented(read);
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void a_block_of_zeros_costs_no_more_than_the_copy_gives_back(int round) throws Exception {
        byte[] damaged = sound.clone();
        int at = (int) ((long) sound.length * round / ROUNDS);
        Arrays.fill(damaged, at, Math.min(at + 4096, damaged.length), (byte) 0);
        Files.write(folder.resolve(Disk.FILE), damaged);
        Map<String, byte[]> read = read();
        assertThat(read.size()).isGreaterThan(RECORDS / 2);
        assertNothingInvented(read);
    }

    @Test
    void a_file_that_is_something_else_is_kept_aside_and_its_copy_takes_over() throws Exception {
        byte[] other = "This is not a database. ".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve(Disk.FILE), other);
        assertThat(read()).hasSize(RECORDS);
        assertThat(folder.resolve(Disk.DAMAGED)).hasBinaryContent(other);
    }

    @Test
    void a_file_that_lost_commits_gives_way_to_its_copy() throws Exception {
        Files.write(folder.resolve(Disk.FILE), sound);
        Database database = open();
        database.records("a").put("key 500", value(500));
        database.commit();
        database.close();
        Files.write(folder.resolve(Disk.FILE), sound);
        assertThat(read()).containsKey("key 500").hasSize(RECORDS + 1);
    }

    @Test
    void where_file_and_copy_are_damaged_it_begins_empty_and_keeps_the_file() throws Exception {
        damageCopy();
        Files.write(folder.resolve(Disk.FILE), new byte[20_000]);
        assertThat(read()).isEmpty();
        assertThat(folder.resolve(Disk.DAMAGED)).hasSize(20_000);
        Database database = open();
        database.records("a").put("key 1", value(1));
        database.commit();
        database.close();
        assertThat(read()).containsOnlyKeys("key 1");
    }

    @Test
    void a_damaged_copy_does_no_harm_to_a_sound_file() throws Exception {
        damageCopy();
        assertThat(read()).hasSize(RECORDS);
    }

    private void damageCopy() throws IOException {
        byte[] copy = Files.readAllBytes(folder.resolve(Disk.COPY));
        copy[copy.length / 2] ^= 1;
        Files.write(folder.resolve(Disk.COPY), copy);
    }
}
