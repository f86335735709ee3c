package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When the drop of a stranger is over, however it ended, neither device knows what it was: not in its home, not in what it logged, and not in its memory.
 */
class NoTraceTest {
    private static final String NAME = "qz1-name";
    private static final String MESSAGE = "qz2-message";
    private static final String LABEL = "qz3-label";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;
    private Device carl;
    private Device ben;
    private Command carlsDaemon;
    private Command bensDaemon;
    private Path file;
    private Path out;

    @BeforeEach
    void devices() throws IOException {
        carl = Device.local(folder, LABEL);
        ben = Device.local(folder, "ben");
        carlsDaemon = carl.up();
        bensDaemon = ben.up();
        byte[] noise = new byte[20_000_000];
        new Random(1).nextBytes(noise);
        file = Files.write(folder.resolve(NAME + ".bin"), noise);
        out = folder.resolve("out");
    }

    @AfterEach
    void stop() {
        carl.close();
        ben.close();
    }

    private Command send(String... more) {
        return carl.start(Stream.concat(Stream.of("send", file.toString(), "--to", "ben", "--message", MESSAGE, "--ndjson"), Arrays.stream(more)).toArray(String[]::new));
    }

    private Command asked(Command receive) {
        receive.shows(NAME);
        receive.shows(MESSAGE);
        return receive;
    }

    /** A slow drop that is under way. */
    private Command moving(Command receive) {
        Command send = send("--limit", "1M");
        asked(receive).type("y");
        send.event("progress", progress -> progress.getJsonNumber("bytes").longValue() > 1_000_000);
        return send;
    }

    private void assertForgotten() throws IOException {
        assertThat(naming(ben.home(), NAME, MESSAGE, LABEL)).isEmpty();
        // Its own name a device knows.
        assertThat(naming(carl.home(), NAME, MESSAGE)).isEmpty();
        assertThat(bensDaemon.out() + bensDaemon.err()).doesNotContain(NAME, MESSAGE, LABEL);
        assertThat(carlsDaemon.out() + carlsDaemon.err()).doesNotContain(NAME, MESSAGE);
    }

    private void assertOutOfMemory() {
        assertOutOfMemory(bensDaemon, NAME, MESSAGE, LABEL);
        assertOutOfMemory(carlsDaemon, NAME, MESSAGE);
    }

    private void assertOutOfMemory(Command daemon, String... markers) {
        Awaitility.await("memory of " + daemon).atMost(SOON).pollInterval(SOON.dividedBy(12)).untilAsserted(() -> assertThat(remembered(daemon, markers)).isEmpty());
    }

    private static List<Path> naming(Path root, String... markers) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> Arrays.stream(markers).anyMatch(marker -> path.getFileName().toString().contains(marker) || Files.isRegularFile(path) && contains(path, marker)))
                    .filter(path -> !path.equals(root)).toList();
        }
    }

    private static boolean contains(Path path, String marker) {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).contains(marker);
        } catch (IOException e) {
            return false;
        }
    }

    /** What is still reachable in a process. */
    private List<String> remembered(Command daemon, String... markers) throws IOException {
        Path dump = folder.resolve("heap.hprof");
        Files.deleteIfExists(dump);
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/jcmd").toString(), Long.toString(daemon.process().pid()), "GC.heap_dump", dump.toString())
                .redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(dump).as(said).exists();
        String heap = new String(Files.readAllBytes(dump), StandardCharsets.ISO_8859_1);
        return Arrays.stream(markers).filter(heap::contains).toList();
    }

    @Test
    void accepted() throws Exception {
        Command receive = ben.start("receive", "-o", out.toString());
        Command send = send();
        asked(receive).type("y");
        send.expect(0);
        assertThat(out.resolve(file.getFileName())).hasSameBinaryContentAs(file);
        receive.close();
        assertForgotten();
        assertOutOfMemory();
    }

    @Test
    void refused() throws Exception {
        Command receive = ben.start("receive", "-o", out.toString());
        Command send = send();
        asked(receive).type("n");
        send.expect(20);
        receive.close();
        assertForgotten();
        assertOutOfMemory(bensDaemon, NAME, MESSAGE, LABEL);
        assertThat(naming(folder, NAME)).containsExactly(file);
    }

    @Test
    void cancelledByItsSender() throws Exception {
        Command receive = ben.start("receive", "-o", out.toString());
        Command send = moving(receive);
        send.signal("INT");
        send.expect(130);
        receive.close();
        assertForgotten();
        assertOutOfMemory();
        assertThat(Trees.all(out)).isEmpty();
    }

    @Test
    void cancelledByItsReceiver() throws Exception {
        Command receive = ben.start("receive", "-o", out.toString());
        Command send = moving(receive);
        receive.signal("INT");
        receive.exit();
        send.exit();
        assertForgotten();
        assertOutOfMemory();
        assertThat(Trees.all(out)).isEmpty();
    }

    @Test
    void withdrawnBecauseNobodyAnswered() throws Exception {
        Command receive = ben.start("receive", "-o", out.toString());
        Command send = send("--timeout", "10s");
        asked(receive);
        send.expect(27);
        receive.close();
        assertForgotten();
        assertOutOfMemory(bensDaemon, NAME, MESSAGE, LABEL);
    }

    @Test
    @Tag("soak")
    void expired() throws Exception {
        Command receive = ben.start("receive", "-o", out.toString());
        Command send = send();
        asked(receive);
        send.exit();
        receive.close();
        assertForgotten();
        assertOutOfMemory(bensDaemon, NAME, MESSAGE, LABEL);
    }

    @Test
    void killedAtItsReceiver() throws Exception {
        Command receive = ben.start("receive", "-o", out.toString());
        Command send = moving(receive);
        bensDaemon.signal("KILL");
        bensDaemon.exit();
        receive.exit();
        send.exit();
        assertThat(naming(ben.home(), NAME, MESSAGE, LABEL)).isEmpty();
        assertThat(naming(out, NAME, MESSAGE, LABEL)).isEmpty();
        bensDaemon = ben.up();
        assertForgotten();
        assertOutOfMemory(bensDaemon, NAME, MESSAGE, LABEL);
    }

    @Test
    void killedAtItsSender() throws Exception {
        Command receive = ben.start("receive", "-o", out.toString());
        Command send = moving(receive);
        carlsDaemon.signal("KILL");
        carlsDaemon.exit();
        send.exit();
        receive.close();
        carlsDaemon = carl.up();
        assertForgotten();
        assertOutOfMemory(carlsDaemon, NAME, MESSAGE);
        assertThat(Trees.all(out)).isEmpty();
    }
}
