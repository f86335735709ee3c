package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vendor's first ten minutes: begin a plugin, build it with nothing of this build around it, and put it into a running daemon. */
class PluginProjectTest {
    @TempDir
    Path folder;
    private Device anna;

    @BeforeEach
    void device() {
        anna = Device.local(folder, "anna");
        anna.configure("\"dev.ferry.edge.deploy\": { \"unsigned\": true }, \"com.example.lamp\": { \"addresses\": [\"127.0.0.1:9\"] }");
        anna.at(folder);
    }

    @AfterEach
    void stop() {
        anna.close();
    }

    @Test
    void whatIsBegunBuildsAloneKeepsTheRulesAndRuns() throws Exception {
        VendorProject project = VendorProject.begin(anna, folder, "discovery", "com.example.lamp");
        assertThat(project.build()).contains("Running com.example.lamp.LampContractTest").doesNotContain("Skipped: 1");

        anna.up();
        JsonObject plugin = anna.run(0, "plugin", "install", project.jar().toString(), "--ndjson").event("plugin");
        assertThat(plugin.getString("state")).as(plugin.toString()).isEqualTo("active");
        await().atMost(Duration.ofSeconds(15)).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream().anyMatch(d -> d.getString("name").equals("127.0.0.1:9")));
    }

    @Test
    void aNameThatIsNoneIsToldWhatOneLooksLike() {
        assertThat(anna.run(2, "plugin", "new", "discovery", "Lamp", "--ndjson").event("error").getString("message")).contains("com.example.beacon");
        assertThat(folder.resolve("Lamp")).doesNotExist();
    }
}
