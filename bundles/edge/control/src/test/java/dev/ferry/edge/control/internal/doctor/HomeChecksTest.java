package dev.ferry.edge.control.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.edge.control.internal.doctor.Finding.Check;
import dev.ferry.edge.control.internal.doctor.Finding.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeChecksTest {
    @TempDir
    Path home;
    private Path state;
    private Path key;

    @BeforeEach
    void make() throws IOException {
        state = Files.createDirectory(home.resolve("state"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        key = Files.createFile(state.resolve("identity.key"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private Finding find(Check check, InstantSource clock) {
        List<Finding> findings = new HomeChecks(Map.of("state", state), clock).run();
        assertThat(findings).extracting(Finding::message).allMatch(m -> m.endsWith("."));
        return findings.stream().filter(f -> f.check() == check).findFirst().orElseThrow();
    }

    private Finding find(Check check) {
        return find(check, InstantSource.system());
    }

    @Test
    void a_home_as_it_is_made_is_fine_and_nothing_is_left_in_it() throws IOException {
        assertThat(find(Check.HOME).result()).isEqualTo(Result.OK);
        assertThat(find(Check.DISK).result()).isNotEqualTo(Result.FAULT);
        assertThat(find(Check.CLOCK).result()).isEqualTo(Result.OK);
        assertThat(Files.list(state)).containsExactly(key);
    }

    @Test
    void a_folder_that_is_open_to_others_is_a_fault() throws IOException {
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-x---"));

        assertThat(find(Check.HOME)).satisfies(f -> {
            assertThat(f.result()).isEqualTo(Result.FAULT);
            assertThat(f.message()).contains(state.toString(), "chmod");
        });
    }

    @Test
    void a_key_that_is_open_to_others_is_a_fault_and_named() throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(find(Check.HOME)).satisfies(f -> {
            assertThat(f.result()).isEqualTo(Result.FAULT);
            assertThat(f.message()).contains(key.toString());
        });
    }

    @Test
    void a_folder_that_is_gone_is_a_fault_of_each_kind() throws IOException {
        Files.delete(key);
        Files.delete(state);

        assertThat(find(Check.HOME).result()).isEqualTo(Result.FAULT);
        assertThat(find(Check.CLOCK).result()).isEqualTo(Result.FAULT);
    }

    @Test
    void a_clock_that_the_disk_contradicts_is_a_warning() {
        Instant wrong = Instant.now().minus(Duration.ofHours(1));

        assertThat(find(Check.CLOCK, () -> wrong).result()).isEqualTo(Result.WARNING);
    }

    @Test
    void a_file_from_the_future_is_a_warning() throws IOException {
        Files.setLastModifiedTime(key, FileTime.from(Instant.now().plus(Duration.ofDays(1))));

        assertThat(find(Check.CLOCK)).satisfies(f -> {
            assertThat(f.result()).isEqualTo(Result.WARNING);
            assertThat(f.message()).contains("was written at");
        });
    }
}
