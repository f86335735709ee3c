package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
        Path project = Path.of(anna.run(0, "plugin", "new", "discovery", "com.example.lamp", "--ndjson").event("project").getString("folder"));
        Path log = folder.resolve("build.log");
        Process maven = new ProcessBuilder(System.getProperty("ferry.maven") + "/bin/mvn", "-B", "-ntp", "-s", settings().toString(), "package").directory(project.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(maven.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(maven.exitValue()).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log)).contains("Running com.example.lamp.LampContractTest").doesNotContain("Skipped: 1");

        anna.up();
        JsonObject plugin = anna.run(0, "plugin", "install", project.resolve("target/com.example.lamp.jar").toString(), "--ndjson").event("plugin");
        assertThat(plugin.getString("state")).as(plugin.toString()).isEqualTo("active");
        await().atMost(Duration.ofSeconds(15)).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream().anyMatch(d -> d.getString("name").equals("127.0.0.1:9")));
    }

    @Test
    void aNameThatIsNoneIsToldWhatOneLooksLike() {
        assertThat(anna.run(2, "plugin", "new", "discovery", "Lamp", "--ndjson").event("error").getString("message")).contains("com.example.beacon");
        assertThat(folder.resolve("Lamp")).doesNotExist();
    }

    /** Libraries come from this build's own Maven repository, as if it were a remote one: the project meets an empty one, and no network. */
    private Path settings() throws Exception {
        String place = "<id>central</id><url>file://%s</url><releases><checksumPolicy>ignore</checksumPolicy></releases>".formatted(System.getProperty("ferry.repository"));
        return Files.writeString(folder.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <profiles><profile><id>here</id>
                    <repositories><repository>%s</repository></repositories>
                    <pluginRepositories><pluginRepository>%s</pluginRepository></pluginRepositories>
                  </profile></profiles>
                  <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
                </settings>
                """.formatted(folder.resolve("repository"), place, place));
    }
}
