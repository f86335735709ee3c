package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins put into the folder of a running daemon, by hand and by the command. */
class PluginFolderTest {
    /** Much longer than the second that it takes: machines that test are busy. */
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path folder;
    private Device anna;
    private Path plugins;

    @BeforeEach
    void device() {
        anna = Device.local(folder, "anna");
        anna.configure("\"dev.ferry.edge.deploy\": { \"unsigned\": true }");
        plugins = anna.home().resolve("plugins");
    }

    @AfterEach
    void stop() {
        anna.close();
    }

    private JsonObject only() {
        List<JsonObject> all = anna.run(0, "plugin", "ls", "--ndjson").events("plugin");
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static boolean sees(Command follow, String change, String name) {
        return follow.events("device").stream().anyMatch(e -> e.getString("change").equals(change) && e.getString("name").equals(name));
    }

    @Test
    void aJarRunsOnceItIsThereIsReplacedInPlaceAndIsGoneWhenItIsRemoved() throws Exception {
        anna.up();
        Command follow = anna.start("devices", "--follow", "--ndjson");
        Path jar = plugins.resolve("beacon.jar");

        new VendorJar(folder).into(jar);
        await().atMost(SOON).until(() -> sees(follow, "appeared", "example device"));
        JsonObject plugin = only();
        assertThat(plugin.getString("state")).isEqualTo("active");
        assertThat(plugin.getString("name")).isEqualTo("com.example.beacon");
        assertThat(plugin.getJsonArray("provides").getString(0)).isEqualTo("discovery example-beacon");
        assertThat(plugin.getString("explanation")).contains("1 started, 0 restarted");

        new VendorJar(folder).version("1.1.0").sees("newer device").into(jar);
        await().atMost(SOON).until(() -> sees(follow, "appeared", "newer device") && sees(follow, "gone", "example device"));
        assertThat(only().getString("version")).isEqualTo("1.1.0");

        Files.delete(jar);
        await().atMost(SOON).until(() -> sees(follow, "gone", "newer device"));
        assertThat(anna.run(0, "plugin", "ls", "--ndjson").events("plugin")).isEmpty();
    }

    @Test
    void whatDoesNotStartIsToldAndTheVersionBeforeItGoesOn() throws Exception {
        anna.up();
        Command follow = anna.start("devices", "--follow", "--ndjson");
        Path jar = new VendorJar(folder).into(folder.resolve("good.jar"));
        assertThat(anna.run(0, "plugin", "install", jar.toString(), "--ndjson").event("plugin").getString("state")).isEqualTo("active");
        await().atMost(SOON).until(() -> sees(follow, "appeared", "example device"));

        Path needy = new VendorJar(folder).version("2.0.0").header("Require-Capability", "com.example.nowhere;filter:=\"(com.example.nowhere=x)\"").into(folder.resolve("needy.jar"));
        anna.run(0, "plugin", "install", needy.toString(), "--ndjson");
        JsonObject plugin = only();
        assertThat(plugin.getString("version")).isEqualTo("1.0.0");
        assertThat(plugin.getString("state")).isEqualTo("active");
        assertThat(plugin.getString("explanation")).contains("Version 1.0.0 goes on", "nobody here provides");
        await().atMost(SOON).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream().anyMatch(d -> d.getString("name").equals("example device")));
    }

    @Test
    void oneThatThrowsIsItsOwnTroubleAndStaysSoAcrossARestart() throws Exception {
        new VendorJar(folder).constructor("throw new IllegalStateException(\"no adapter\");").into(plugins.resolve("throws.jar"));
        Command daemon = anna.up();
        await().atMost(SOON).untilAsserted(() -> {
            JsonObject plugin = only();
            assertThat(plugin.getString("state")).isEqualTo("failed");
            assertThat(plugin.getString("explanation")).contains("no adapter", "vendor");
        });
        daemon.process().destroy();
        assertThat(daemon.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        Files.delete(plugins.resolve("throws.jar"));
        anna.up();
        assertThat(anna.run(0, "plugin", "ls", "--ndjson").events("plugin")).isEmpty();
    }

    @Test
    void aNameOfTheInstallationAnOlderVersionAndATwinDoNotRun() throws Exception {
        anna.up();
        Path stolen = new VendorJar(folder).header("Bundle-SymbolicName", "dev.ferry.discovery.mdns").into(folder.resolve("stolen.jar"));
        assertThat(anna.run(24, "plugin", "install", stolen.toString(), "--ndjson").event("error").getString("message")).contains("part of this installation");
        Path good = new VendorJar(folder).version("2.0.0").into(folder.resolve("good.jar"));
        anna.run(0, "plugin", "install", good.toString(), "--ndjson");

        new VendorJar(folder).version("2.0.0").into(plugins.resolve("twin.jar"));
        await().atMost(SOON).untilAsserted(() -> assertThat(anna.run(0, "plugin", "ls", "--ndjson").events("plugin"))
                .anySatisfy(twin -> {
                    assertThat(twin.getString("file")).isEqualTo("twin.jar");
                    assertThat(twin.getString("state")).isEqualTo("refused");
                    assertThat(twin.getString("explanation")).contains("the same", "com.example.beacon.jar");
                }));
        Files.delete(plugins.resolve("twin.jar"));

        new VendorJar(folder).version("1.0.0").into(plugins.resolve("com.example.beacon.jar"));
        await().atMost(SOON).untilAsserted(() -> {
            JsonObject plugin = only();
            assertThat(plugin.getString("explanation")).contains("Version 2.0.0 goes on", "older");
            assertThat(plugin.getString("version")).isEqualTo("2.0.0");
            assertThat(plugin.getString("state")).isEqualTo("active");
        });
    }

    @Test
    void oneThatHangsKeepsNobodyElseFromWork() throws Exception {
        new VendorJar(folder).constructor("try { Thread.sleep(Long.MAX_VALUE); } catch (InterruptedException e) { }").into(plugins.resolve("hangs.jar"));
        anna.up();
        assertThat(anna.run(0, "status", "--json").exit()).isZero();
        Path good = new VendorJar(folder).header("Bundle-SymbolicName", "com.example.other").sees("other device").into(folder.resolve("other.jar"));
        assertThat(anna.run(0, "plugin", "install", good.toString(), "--ndjson").event("plugin").getString("state")).isEqualTo("active");
    }

    @Test
    void withoutAWordInTheConfigurationNothingRunsThatNobodySigned() throws Exception {
        try (Device ben = Device.local(folder, "ben")) {
            ben.up();
            Path jar = new VendorJar(folder).into(folder.resolve("beacon.jar"));
            JsonObject error = ben.run(24, "plugin", "install", jar.toString(), "--ndjson").event("error");
            assertThat(error.getString("code")).isEqualTo("policy");
            assertThat(error.getString("message")).contains("not signed", "ssh-keygen -Y sign", "\"unsigned\"");
            assertThat(ben.home().resolve("plugins")).satisfiesAnyOf(p -> assertThat(p).doesNotExist(), p -> assertThat(p).isEmptyDirectory());
        }
    }
}
