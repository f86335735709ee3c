package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that the first command of an installation leaves, in an installation of this test's own. */
class ArchiveTest {
    private static final Duration TRAINING = Duration.ofMinutes(5);

    @TempDir
    Path folder;
    private Path installation;

    @BeforeEach
    void unpack() throws IOException {
        installation = folder.resolve("ferry");
        Path built = Path.of(System.getProperty("ferry.command")).getParent().getParent();
        try (Stream<Path> files = Files.walk(built)) {
            for (Path file : files.filter(f -> !f.getFileName().toString().contains(".jsa")).toList()) {
                Files.copy(file, installation.resolve(built.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private Process ferry(Map<String, String> environment, String... words) throws IOException {
        List<String> command = Stream.concat(Stream.of(installation.resolve("bin/ferry").toString()), Stream.of(words)).toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("FERRY_HOME", folder.resolve("home").toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private void firstCommand() throws Exception {
        assertThat(ferry(Map.of(), "version").waitFor(60, TimeUnit.SECONDS)).isTrue();
        await().atMost(TRAINING).until(() -> madeFor(installation));
    }

    private boolean madeFor(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place.resolve("lib"))) {
            for (Path of : files.filter(f -> f.toString().endsWith(".jsa.of")).toList()) {
                return Files.readString(of).contains(place + "/lib/");
            }
            return false;
        }
    }

    @Test
    void classesOfBundlesAndOfATransferAreMappedAfterTheFirstCommand() throws Exception {
        firstCommand();
        Path log = folder.resolve("classes");
        Path file = Files.writeString(folder.resolve("file"), "x");
        Process send = ferry(Map.of("FERRY_JAVA_OPTIONS", "-Xlog:class+load:file=" + log), "send", file.toString(), "--ndjson");
        try {
            await().atMost(TRAINING).until(() -> Files.readString(folder.resolve("output")).contains("\"code\""));
        } finally {
            send.destroy();
            send.waitFor();
        }
        List<String> ours = Files.readAllLines(log).stream().filter(l -> l.contains(" dev.ferry.core.") && !l.contains("$$Lambda")).toList();
        assertThat(ours).filteredOn(l -> l.contains("shared objects file")).hasSizeGreaterThan(ours.size() * 4 / 5);
        assertThat(Files.readString(folder.resolve("output"))).doesNotContain("warning");
    }

    @Test
    void anArchiveOfAnotherPlaceIsReplaced() throws Exception {
        Path archive = Files.writeString(installation.resolve("lib/ferry-" + System.getProperty("java.version") + ".jsa"), "mapped at another place");
        Files.writeString(Path.of(archive + ".of"), "/elsewhere:/elsewhere/lib/ferry.jar");
        firstCommand();
        assertThat(Files.size(archive)).isGreaterThan(1_000_000);
    }
}
