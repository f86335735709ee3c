package dev.ferry.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same feature in a process of the newest Java, where one is installed. */
class OnJava25Test {
    private static final int TERMINATED = 128 + 15;

    @TempDir
    Path folder;

    @Test
    void it_starts_and_stops() throws Exception {
        Optional<Path> java = java25();
        assumeTrue(java.isPresent(), "no Java 25 in JAVA_HOME_25 or /usr/lib/jvm");
        ProcessBuilder builder = new ProcessBuilder(java.get().toString(), "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Djdk.serialFilter=!*", "-Dferry.distribution=" + FeatureStartsTest.DISTRIBUTION, "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), "dev.ferry.runtime.launcher.FerryMain", "up", "--ndjson");
        builder.environment().put("FERRY_HOME", FeatureStartsTest.home(folder).toString());
        Path messages = folder.resolve("messages");
        Process process = builder.redirectError(messages.toFile()).start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).as(Files.readString(messages)).contains("\"event\":\"ready\"");
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(TERMINATED);
            assertThat(messages).content().doesNotContain("WARNING: A ", "Exception");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Optional<Path> java25() throws IOException {
        String named = System.getenv("JAVA_HOME_25");
        if (named != null) {
            return Optional.of(Path.of(named, "bin/java"));
        }
        Path installed = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(installed)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(installed, "*25*")) {
            List<Path> found = new java.util.ArrayList<>();
            homes.forEach(home -> found.add(home.resolve("bin/java")));
            return found.stream().filter(Files::isExecutable).findFirst();
        }
    }
}
