package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that mean harm, or do it without meaning to, in a daemon that has work to do: it serves throughout, and says one sentence about each. */
class HostilePluginsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;
    private Device anna;
    private Command daemon;
    private Path plugins;

    @BeforeEach
    void device() throws Exception {
        anna = Device.local(folder, "anna");
        anna.configure("\"dev.ferry.edge.deploy\": { \"unsigned\": true }");
        plugins = anna.home().resolve("plugins");
        daemon = anna.up();
        vendor("com.example.good").sees("good device").into(plugins.resolve("good.jar"));
        await().atMost(SOON).until(() -> sees("good device"));
    }

    @AfterEach
    void stop() {
        anna.close();
    }

    private VendorJar vendor(String name) {
        return new VendorJar(folder).header("Bundle-SymbolicName", name);
    }

    private boolean sees(String name) {
        return anna.run(0, "devices", "--ndjson").events("device").stream().anyMatch(d -> d.getString("name").equals(name));
    }

    /** What the daemon is for goes on: a stranger's file arrives, and the other plugin's device is there. */
    private void serves() throws Exception {
        Path file = Files.writeString(folder.resolve("note.txt"), "still here");
        Path out = Files.createTempDirectory(folder, "out");
        try (Device ben = Device.local(Files.createTempDirectory(folder, "homes"), "ben")) {
            Command send = anna.start("send", file.toString(), "--ndjson");
            ben.run(0, "receive", send.event("code").getString("ticket"), "--yes", "-o", out.toString(), "--ndjson");
            send.expect(0);
        }
        assertThat(out.resolve("note.txt")).hasContent("still here");
        assertThat(sees("good device")).isTrue();
    }

    /** By a key that nobody here knows. */
    private Path signed(Path jar) throws Exception {
        Path key = folder.resolve("stranger");
        if (Files.notExists(key)) {
            assertThat(new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()).inheritIO().start().waitFor()).isZero();
        }
        assertThat(new ProcessBuilder("ssh-keygen", "-q", "-Y", "sign", "-n", "ferry-plugin", "-f", key.toString(), jar.toString()).inheritIO().start().waitFor()).isZero();
        return jar;
    }

    private JsonObject plugin(String file) {
        return anna.run(0, "plugin", "ls", "--ndjson").events("plugin").stream().filter(p -> p.getString("file").equals(file)).findFirst()
                .orElseThrow(() -> new AssertionError(file + " is not listed"));
    }

    private String status() {
        return anna.run(0, "status", "--ndjson").toString();
    }

    @Test
    void oneThatThrowsInEveryMethodIsNamedAndNothingElseIsDisturbed() throws Exception {
        vendor("com.example.throws").browse("throw new IllegalStateException(\"browse is broken\");").stopping("throw new IllegalStateException(\"stop is broken\");")
                .into(plugins.resolve("throws.jar"));

        await().atMost(SOON).until(() -> status().contains("browse is broken"));
        serves();
        Files.delete(plugins.resolve("throws.jar"));
        await().atMost(SOON).until(() -> !status().contains("browse is broken"));
        serves();
    }

    @Test
    void eachOneThatMayNotRunHasItsSentenceAndTheOthersGoOn() throws Exception {
        Map<String, String> sentences = new LinkedHashMap<>();
        vendor("com.example.exports").header("Export-Package", "dev.ferry.model;version=1.9").into(plugins.resolve("exports.jar"));
        sentences.put("exports.jar", "It exports packages");
        vendor("com.example.core").header("Import-Package", "dev.ferry.core.identity").into(plugins.resolve("core.jar"));
        sentences.put("core.jar", "dev.ferry.core.identity, which is not for plugins");
        vendor("com.example.slips").entry("../../../outside.txt", "x").into(plugins.resolve("slips.jar"));
        sentences.put("slips.jar", "points out of");
        vendor("").into(plugins.resolve("nameless.jar"));
        sentences.put("nameless.jar", "names no Bundle-SymbolicName");
        vendor("com.example.good").into(plugins.resolve("twin.jar"));
        sentences.put("twin.jar", "and this is the same");
        vendor("com.example.good").version("0.9.0").into(plugins.resolve("older.jar"));
        sentences.put("older.jar", "and this is older");
        vendor("com.example.fragment").header("Fragment-Host", "dev.ferry.core.transfer").into(plugins.resolve("fragment.jar"));
        sentences.put("fragment.jar", "is a fragment of another bundle");
        vendor("com.example.twofaced").header("Multi-Release", "true").entry("META-INF/versions/9/OSGI-INF/MANIFEST.MF", "Import-Package: dev.ferry.core.identity\n")
                .into(plugins.resolve("twofaced.jar"));
        sentences.put("twofaced.jar", "holds a second manifest");
        Path scrawled = vendor("com.example.scrawled").into(folder.resolve("scrawled.jar"));
        Files.writeString(plugins.resolve("scrawled.jar.sig"), "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n");
        Files.move(scrawled, plugins.resolve("scrawled.jar"));
        sentences.put("scrawled.jar", "is no signature that ssh-keygen -Y sign makes");
        Path tampered = signed(vendor("com.example.tampered").into(folder.resolve("tampered.jar")));
        Files.write(tampered, new byte[] {0}, StandardOpenOption.APPEND);
        Files.move(folder.resolve("tampered.jar.sig"), plugins.resolve("tampered.jar.sig"));
        Files.move(tampered, plugins.resolve("tampered.jar"));
        sentences.put("tampered.jar", "was changed after it was signed");
        Path foreign = signed(vendor("com.example.foreign").into(folder.resolve("foreign.jar")));
        Files.move(folder.resolve("foreign.jar.sig"), plugins.resolve("foreign.jar.sig"));
        Files.move(foreign, plugins.resolve("foreign.jar"));
        sentences.put("foreign.jar", "signed by a key that is not trusted here");
        Files.write(plugins.resolve("text.jar"), "not a jar".getBytes(StandardCharsets.US_ASCII));
        sentences.put("text.jar", "jar");

        sentences.forEach((file, sentence) -> await(file).atMost(SOON).untilAsserted(() -> {
            JsonObject plugin = plugin(file);
            assertThat(plugin.getString("state")).isEqualTo("refused");
            assertThat(plugin.getString("explanation")).contains(sentence).matches("(?s).*(\\.|: ssh-ed25519 \\S+)").doesNotContain("Exception");
        }));
        assertThat(plugin("good.jar").getString("state")).isEqualTo("active");
        assertThat(folder.resolve("outside.txt")).doesNotExist();
        serves();
    }

    @Test
    void oneThatNeverEndsItsStartIsGivenUpAndNobodyWaitsForIt() throws Exception {
        vendor("com.example.stuck").activator(VendorJar.FOREVER, "").into(plugins.resolve("stuck.jar"));
        serves();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonObject plugin = plugin("stuck.jar");
            assertThat(plugin.getString("state")).isEqualTo("failed");
            assertThat(plugin.getString("explanation")).contains("did not start within 10 s", "Remove it");
        });
        assertThat(plugin("good.jar").getString("state")).isEqualTo("active");
        vendor("com.example.later").sees("later device").into(plugins.resolve("later.jar"));
        await().atMost(SOON).until(() -> sees("later device"));
        Files.delete(plugins.resolve("stuck.jar"));
        await().atMost(SOON).until(() -> !anna.run(0, "plugin", "ls", "--ndjson").toString().contains("stuck.jar"));
        serves();
        endsInTime();
    }

    @Test
    void oneThatNeverEndsItsStopIsLeftBehindAndNobodyWaitsForIt() throws Exception {
        vendor("com.example.clings").sees("clinging device").activator("", VendorJar.FOREVER).into(plugins.resolve("clings.jar"));
        await().atMost(SOON).until(() -> sees("clinging device"));
        Files.delete(plugins.resolve("clings.jar"));
        serves();
        await().atMost(Duration.ofSeconds(60)).until(() -> !sees("clinging device") && !anna.run(0, "plugin", "ls", "--ndjson").toString().contains("clings.jar"));
        vendor("com.example.later").sees("later device").into(plugins.resolve("later.jar"));
        await().atMost(SOON).until(() -> sees("later device"));
        serves();
        endsInTime();
    }

    /** The daemon ends though a plugin in it does not. */
    private void endsInTime() throws InterruptedException {
        daemon.process().destroy();
        assertThat(daemon.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private void names(String transport, String sentence) {
        await(transport).atMost(SOON).until(() -> anna.run(0, "status", "--ndjson").event("status").getJsonArray("plugins").getValuesAs(JsonObject.class).stream()
                .anyMatch(p -> p.getString("id").equals(transport) && p.getString("trouble", "").contains(sentence)));
    }

    @Test
    void transportsThatThrowHangLieOrTakeAnothersNameHoldUpNobody() throws Exception {
        vendor("com.example.stuck").transport("example-stuck", "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } }").into(plugins.resolve("stuck.jar"));
        vendor("com.example.throws").transport("example-throws", "throw new NoClassDefFoundError(\"listen is broken\");").into(plugins.resolve("throws.jar"));
        vendor("com.example.takes").transport("tcp", "throw new IllegalStateException(\"I am not tcp\");").into(plugins.resolve("takes.jar"));
        vendor("com.example.lies").transport("example-lies", """
                return new Listener() {
                    public List<Route> routes() { return List.of(new Route("tcp", "192.0.2.66:66", Proximity.SAME_HOST), new Route("example-lies", "nowhere", Proximity.SAME_HOST)); }
                    public int port() { return -1; }
                    public void close() { throw new IllegalStateException("close is broken"); }
                };
                """).into(plugins.resolve("lies.jar"));

        names("example-throws", "listen is broken");
        names("tcp", "also calls itself the transport tcp");
        await().atMost(SOON).until(() -> status().contains("\"nowhere\""));
        assertThat(status()).doesNotContain("192.0.2.66");
        serves();
        names("example-stuck", "10 seconds");
        for (String file : new String[] {"stuck.jar", "throws.jar", "takes.jar", "lies.jar"}) {
            Files.delete(plugins.resolve(file));
        }
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(status()).doesNotContain("example-stuck", "example-throws", "example-lies", "also calls itself"));
        serves();
        endsInTime();
    }

    /** Ten thousand a second, from a thread that it made itself, each with a key of its own; every other one says that it has a record. */
    private static final String FLOOD = """
            Thread flood = new Thread(() -> {
                for (long i = 0; !Thread.interrupted(); i++) {
                    sink.sighted(sighting("k" + i, i % 2 == 0 ? Optional.empty() : Optional.of(new byte[200]), "flood " + i));
                    if (i % 100 == 0) { try { Thread.sleep(10); } catch (InterruptedException e) { return; } }
                }
            });
            flood.setDaemon(true);
            flood.start();
            return flood::interrupt;
            """;

    @Test
    void oneThatFloodsIsCutToWhatIsAllowedAndHidesNobody() throws Exception {
        vendor("com.example.floods").browse(FLOOD).into(plugins.resolve("floods.jar"));
        await().atMost(SOON).until(() -> anna.run(0, "status", "--ndjson").event("status").getJsonArray("plugins").getValuesAs(JsonObject.class).stream()
                .anyMatch(p -> p.getString("id").equals("example-beacon") && p.getString("trouble", "").contains("64")));
        serves();
        Files.delete(plugins.resolve("floods.jar"));
        await().atMost(SOON).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream().noneMatch(d -> d.getString("name").startsWith("flood")));
        serves();
    }

    @Test
    void oneThatSaysToSeeAPairedDeviceIsNotBelieved() throws Exception {
        try (Device ben = Device.local(folder, "ben")) {
            ben.up();
            DaemonsTest.pair(anna, ben);
            anna.run(0, "trust", "ben", "trusted");
            ben.run(0, "trust", "anna", "trusted");
            vendor("com.example.lies").browse("sink.sighted(sighting(\"ben\", Optional.of(new byte[220]), \"ben\")); sink.sighted(sighting(\"other\", Optional.empty(), \"ben\")); return () -> { };")
                    .into(plugins.resolve("lies.jar"));
            await().atMost(SOON).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream().anyMatch(d -> d.getString("name").equals("ben") && !d.containsKey("status")));
            assertThat(anna.run(0, "devices", "--ndjson").events("device").stream().filter(d -> d.getJsonArray("routes").toString().contains("example-beacon")).toList())
                    .isNotEmpty().noneMatch(d -> d.containsKey("status"));

            Path file = Files.writeString(folder.resolve("secret.txt"), "for ben alone");
            String id = anna.run(0, "devices", "--ndjson").events("device").stream().filter(d -> d.containsKey("status")).findFirst().orElseThrow().getString("id");
            JsonObject done = anna.run(0, "send", file.toString(), "--to", id, "--ndjson").event("done");
            assertThat(done.getString("state")).isEqualToIgnoringCase("completed");
            serves();
        }
    }
}
