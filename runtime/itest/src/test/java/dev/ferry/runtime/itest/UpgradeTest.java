package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home with plugins that its configuration wants, under one version of Ferry and then another, which no longer has all that the first had. */
class UpgradeTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String BEACON = "com.example.beacon";
    private static final String OLD = "com.example.old";

    @TempDir
    Path folder;
    private Stick stick;
    private Device anna;
    private Device ben;
    private Path former;
    private Command daemon;

    @BeforeEach
    void devices() throws Exception {
        stick = new Stick(folder);
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        former = former();
        Path beacon = new VendorJar(folder).into(stick.folder().resolve("beacon.jar"));
        Path old = old("1.0.0", "[0.9,1)").sees("old device").into(stick.folder().resolve("old.jar"));
        stick.offer(1, new Stick.Offer(BEACON, beacon), new Stick.Offer(OLD, old));
        anna.configure("\"dev.ferry.edge.deploy\": { " + stick.configuration() + ", \"wanted\": [\"" + BEACON + "\", \"" + OLD + "\"] }");
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    private VendorJar old(String version, String contract) {
        return new VendorJar(folder).header("Bundle-SymbolicName", OLD).version(version)
                .header("Import-Package", "dev.ferry.model;version=\"[1,2)\",dev.ferry.spi.discovery;version=\"" + contract + "\"");
    }

    /** This distribution, which has besides what plugins of its time imported: the discovery contract in a version before its first. */
    private Path former() throws IOException {
        Path now = Path.of(System.getProperty("ferry.command")).toRealPath().getParent().getParent();
        Path copy = Trees.copy(now, folder.resolve("former"), name -> name.contains(".jsa"));
        try (Stream<Path> jars = Files.list(copy.resolve("bundles/contract"))) {
            Path contract = jars.filter(jar -> jar.getFileName().toString().contains("contract.spi")).findFirst().orElseThrow();
            try (FileSystem inside = FileSystems.newFileSystem(contract)) {
                Path file = inside.getPath("META-INF/MANIFEST.MF");
                Manifest manifest;
                try (InputStream in = Files.newInputStream(file)) {
                    manifest = new Manifest(in);
                }
                manifest.getMainAttributes().putValue("Export-Package",
                        manifest.getMainAttributes().getValue("Export-Package") + ",dev.ferry.spi.discovery;version=\"0.9.0\";uses:=\"dev.ferry.model\"");
                try (OutputStream out = Files.newOutputStream(file)) {
                    manifest.write(out);
                }
            }
        }
        return copy;
    }

    private void restart(Path installation) throws Exception {
        daemon.process().destroy();
        assertThat(daemon.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        anna.installation(installation);
        daemon = anna.up();
    }

    private void awaitPlugin(String name, String version, String state, String... explanation) {
        await(name).atMost(SOON).untilAsserted(() -> assertThat(anna.run(0, "plugin", "ls", "--ndjson").events("plugin")).hasSize(2).anySatisfy(plugin -> {
            assertThat(plugin.getString("name")).isEqualTo(name);
            assertThat(plugin.getString("version")).isEqualTo(version);
            assertThat(plugin.getString("state")).as(plugin.toString()).isEqualTo(state);
            assertThat(explanation).allMatch(plugin.getString("explanation")::contains);
            assertThat(plugin.getString("signer")).isEqualTo("Example vendor");
        }));
    }

    private void awaitDevices(String... there) {
        await().atMost(SOON).untilAsserted(() -> assertThat(anna.run(0, "devices", "--ndjson").events("device")).extracting(d -> d.getString("name")).contains(there));
    }

    @Test
    void whatIsWantedSurvivesAnUpgradeOrIsParkedWithAReasonUntilThereIsOneThatFits() throws Exception {
        Path now = Path.of(System.getProperty("ferry.command")).getParent().getParent();
        anna.installation(former);
        daemon = anna.up();
        ben.up();
        awaitPlugin(BEACON, "1.0.0", "active");
        awaitPlugin(OLD, "1.0.0", "active");
        awaitDevices("example device", "old device");
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");

        restart(now);
        awaitPlugin(BEACON, "1.0.0", "active");
        awaitPlugin(OLD, "1.0.0", "failed", "parked", "dev.ferry.spi.discovery in version [0.9,1)", "this one has 1.", "made for this Ferry");
        assertThat(anna.run(0, "plugin", "ls").err()).contains("parked", "[0.9,1)");
        awaitDevices("example device");
        assertThat(anna.run(0, "devices", "--ndjson").events("device")).extracting(d -> d.getString("name")).doesNotContain("old device");
        assertThat(anna.run(24, "plugin", "verify", stick.folder().resolve("old.jar").toString(), "--ndjson").event("plugin").getString("explanation")).contains("parked", "[0.9,1)");
        Path file = Trees.random(folder.resolve("file"), 1 << 20);
        JsonObject done = anna.run(0, "send", file.toString(), "--to", "ben", "--ndjson").event("done");
        assertThat(done.getString("state")).isEqualTo("completed");
        assertThat(Received.inbox(ben).resolve("file")).hasSameBinaryContentAs(file);

        restart(former);
        awaitPlugin(OLD, "1.0.0", "active");
        awaitDevices("old device");

        Path newer = old("2.0.0", "[1,2)").sees("renewed device").into(stick.folder().resolve("newer.jar"));
        stick.offer(2, new Stick.Offer(BEACON, stick.folder().resolve("beacon.jar")), new Stick.Offer(OLD, newer));
        restart(now);
        awaitPlugin(OLD, "2.0.0", "active");
        awaitPlugin(BEACON, "1.0.0", "active");
        awaitDevices("renewed device", "example device");
    }
}
