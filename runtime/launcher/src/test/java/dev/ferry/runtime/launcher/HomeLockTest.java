package dev.ferry.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
    @TempDir
    Path run;

    /** Another process that takes the lock, says so and keeps it until it is killed. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            System.out.println(HomeLock.take(Path.of(arguments[0]), "a daemon, process 77").isPresent());
            System.in.read();
        }
    }

    @Test
    void one_device_has_it_and_says_who_it_is() throws Exception {
        try (HomeLock lock = HomeLock.take(run, "a daemon, process 77").orElseThrow()) {
            assertThat(HomeLock.take(run, "another")).isEmpty();
            assertThat(HomeLock.owner(run)).isEqualTo("a daemon, process 77");
        }
        Optional<HomeLock> next = HomeLock.take(run, "another");
        assertThat(next).isPresent();
        next.get().close();
    }

    @Test
    void the_lock_of_a_killed_process_is_free() throws Exception {
        Process owner = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Owner.class.getName(), run.toString()).start();
        try (BufferedReader out = owner.inputReader()) {
            assertThat(out.readLine()).isEqualTo("true");
            assertThat(HomeLock.take(run, "me")).isEmpty();
            owner.destroyForcibly().waitFor();
        }
        try (HomeLock lock = HomeLock.take(run, "me").orElseThrow()) {
            assertThat(HomeLock.owner(run)).isEqualTo("me");
        }
    }
}
