package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins by their names, from a vendor's stick. */
class PluginIndexTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String NAME = "com.example.beacon";

    @TempDir
    Path folder;
    private Stick stick;
    private Device anna;

    @BeforeEach
    void stick() throws Exception {
        stick = new Stick(folder);
        anna = Device.local(folder, "anna");
    }

    @AfterEach
    void stop() {
        anna.close();
    }

    private void configured(String more) throws IOException {
        anna.configure("\"dev.ferry.edge.deploy\": { " + stick.configuration() + more + " }");
    }

    private void offer(int serial, String version) throws Exception {
        Path jar = new VendorJar(folder).version(version).sees("device of " + version).into(stick.folder().resolve("beacon-" + version + ".jar"));
        stick.offer(serial, new Stick.Offer(NAME, jar));
    }

    private JsonObject only() {
        return anna.run(0, "plugin", "ls", "--ndjson").event("plugin");
    }

    private String refused(String... command) {
        return anna.run(24, command).event("error").getString("message");
    }

    @Test
    void aPluginIsInstalledByItsNameAndAnOlderIndexIsNotUsedEvenAfterARestart() throws Exception {
        configured("");
        Command daemon = anna.up();
        assertThat(refused("plugin", "install", NAME, "--ndjson")).contains("cannot be read");
        offer(7, "1.0.0");
        JsonObject installed = anna.run(0, "plugin", "install", NAME, "--ndjson").event("plugin");
        assertThat(installed.getString("state")).isEqualTo("active");
        assertThat(installed.getString("signer")).isEqualTo("Example vendor");
        assertThat(refused("plugin", "install", "com.example.lamp", "--ndjson")).contains("lists no plugin com.example.lamp");

        offer(8, "1.1.0");
        assertThat(anna.run(0, "plugin", "install", NAME, "--ndjson").event("plugin").getString("version")).isEqualTo("1.1.0");
        offer(9, "0.9.0");
        assertThat(refused("plugin", "install", NAME, "--ndjson")).contains("Version 1.1.0", "ferry plugin rm");
        daemon.process().destroy();
        assertThat(daemon.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        anna.up();
        await().atMost(SOON).untilAsserted(() -> assertThat(only().getString("version")).isEqualTo("1.1.0"));
        offer(7, "2.0.0");
        assertThat(refused("plugin", "install", NAME, "--ndjson")).contains("Its serial is 7", "one with 9");
    }

    @Test
    void whatTheConfigurationWantsIsBroughtOrListedWithTheReason() throws Exception {
        offer(1, "1.0.0");
        configured(", \"wanted\": [\"" + NAME + "\", \"com.example.lamp\"]");
        anna.up();
        await().atMost(SOON).untilAsserted(() -> {
            var plugins = anna.run(0, "plugin", "ls", "--ndjson").events("plugin");
            assertThat(plugins).hasSize(2).anySatisfy(beacon -> {
                assertThat(beacon.getString("name")).isEqualTo(NAME);
                assertThat(beacon.getString("state")).isEqualTo("active");
            }).anySatisfy(lamp -> {
                assertThat(lamp.getString("name")).isEqualTo("com.example.lamp");
                assertThat(lamp.getString("state")).isEqualTo("refused");
                assertThat(lamp.getString("explanation")).contains("wants it", "lists no plugin com.example.lamp");
            });
        });
        assertThat(anna.home().resolve("plugins/" + NAME + ".jar")).exists();
    }
}
