package dev.ferry.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.store.Records;
import dev.ferry.model.FerryException;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of its commits. */
@Timeout(120)
class KillTest {
    private static final int ROUNDS = 4;
    private static final int COMMITS_BEFORE_KILL = 60;

    @TempDir
    private Path folder;

    /** The process: counts in two tables at once, and says each number after its commit. */
    static final class Counter {
        public static void main(String[] arguments) throws Exception {
            Database database = HomeDatabase.open(Path.of(arguments[0]), System::nanoTime);
            for (int next = number(database.records("left")) + 1; ; next++) {
                database.records("left").put("n", ByteBuffer.allocate(4).putInt(next).array());
                database.records("right").put("n", ByteBuffer.allocate(4).putInt(next).array());
                database.commit();
                System.out.println(next);
            }
        }
    }

    private static int number(Records records) {
        return records.get("n").map(value -> ByteBuffer.wrap(value).getInt()).orElse(0);
    }

    @Test
    void every_commit_that_returned_is_there_and_none_is_there_by_half() throws Exception {
        int last = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Process process = counter();
            try (BufferedReader said = process.inputReader()) {
                for (int i = 0; i < COMMITS_BEFORE_KILL + round; i++) {
                    last = Integer.parseInt(said.readLine());
                }
                assertInUse(process.pid());
                process.toHandle().destroyForcibly();
                for (String line = said.readLine(); line != null && line.matches("[0-9]+"); line = said.readLine()) {
                    last = Math.max(last, Integer.parseInt(line));
                }
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            Database after = HomeDatabase.open(folder, System::nanoTime);
            // The last line may have been cut in two by the kill, and then says less than was committed.
            assertThat(number(after.records("left"))).isGreaterThanOrEqualTo(last).isEqualTo(number(after.records("right")));
            after.close();
        }
        assertThat(last).isGreaterThan(ROUNDS * COMMITS_BEFORE_KILL);
    }

    private void assertInUse(long pid) {
        assertThatThrownBy(() -> HomeDatabase.open(folder, System::nanoTime)).isInstanceOf(FerryException.class).hasMessageContaining("(process " + pid + ")");
    }

    private Process counter() throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(java, "-Xmx64m", "-cp", classes, Counter.class.getName(), folder.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
