package dev.ferry.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as a process, and what a signal does to what it was doing. */
@Timeout(60)
class SignalTest {
    @TempDir
    Path folder;

    /** The process: the command on a home without an installation. */
    static final class Main {
        public static void main(String[] words) {
            System.exit(FerryCommand.run(words, new TestHost(Path.of(System.getProperty("test.folder")), false), System.out, System.err, System.in));
        }
    }

    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Dtest.folder=" + folder, "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Main.class.getName()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void a_signal_cancels_the_request_and_the_end_is_still_told(String signal, int exit) throws Exception {
        Files.writeString(folder.resolve("file"), "x");
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(folder.resolve("daemon.sock"), with -> {
            with.greet();
            with.hear();
            with.say("{'request':1,'event':'code','time':'t','code':'7-1234-5678','ticket':'FERRY:A','expires':'t','share':'s'}");
            with.hear();
            with.say("{'request':1,'event':'error','time':'t','code':'cancelled','message':'The transfer was cancelled here.','exit':130}");
            with.say("{'request':1,'end':130}");
        })) {
            Process process = start("send", "file", "--ndjson");
            try (BufferedReader out = process.inputReader()) {
                assertThat(out.readLine()).contains("7-1234-5678");
                assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor()).isZero();
                assertThat(out.readLine()).contains("cancelled");
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(exit);
            } finally {
                process.destroyForcibly();
            }
            assertThat(endpoint.heard).last().satisfies(message -> assertThat(message.getBoolean("cancel")).isTrue());
        }
    }

    @Test
    void the_exit_code_is_the_processs() throws Exception {
        Process process = start("status");

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(3);
    }
}
