package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vendor's first ten minutes, for each role: begin a plugin, build it with nothing of this build around it, and put it into a running daemon. */
class PluginProjectTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Maven's: what one build has got there the next finds. */
    @TempDir
    static Path builds;
    @TempDir
    Path folder;
    private Device anna;
    private Device ben;

    @BeforeEach
    void device() {
        anna = Device.local(folder, "anna");
        anna.configure("\"dev.ferry.edge.deploy\": { \"unsigned\": true }");
        anna.at(folder);
        ben = Device.local(folder, "ben");
        ben.configure("\"dev.ferry.edge.deploy\": { \"unsigned\": true }");
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    private Path built(String role, String name) throws Exception {
        VendorProject project = VendorProject.begin(anna, builds, role, name);
        String word = name.substring(name.lastIndexOf('.') + 1);
        assertThat(project.build()).containsIgnoringCase("Running " + name + "." + word + "ContractTest").doesNotContain("Skipped: 1");
        assertThat(Files.readString(project.folder().resolve("README.md"))).contains("# " + name, "## Configuration, `" + name + "`", "ferry plugin install").doesNotContainPattern("@\\w+@");
        return project.jar();
    }

    private static void install(Device device, Path jar, String provides) {
        JsonObject plugin = device.run(0, "plugin", "install", jar.toString(), "--ndjson").event("plugin");
        assertThat(plugin.getString("state")).as(plugin.toString()).isEqualTo("active");
        assertThat(plugin.getJsonArray("provides").getString(0)).isEqualTo(provides);
    }

    private void pairedWithBen() {
        anna.up();
        ben.up();
        DaemonsTest.pair(ben, anna);
    }

    @Test
    void whatFindsDevicesFindsThem() throws Exception {
        anna.configure("\"com.example.lamp\": { \"addresses\": [\"127.0.0.1:9\"] }");
        Path jar = built("discovery", "com.example.lamp");
        anna.up();
        install(anna, jar, "discovery com-example-lamp");
        await().atMost(SOON).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream().anyMatch(d -> d.getString("name").equals("127.0.0.1:9")));
    }

    @Test
    void whatMovesBytesListensAtOnceAndIsGoneWithItsJar() throws Exception {
        Path jar = built("transport", "com.example.wire");
        anna.up();
        install(anna, jar, "transport com-example-wire");
        await().atMost(SOON).until(() -> status().contains("com-example-wire"));
        assertThat(anna.run(0, "status", "--ndjson").event("status").getJsonArray("routes").getValuesAs(JsonObject.class)).extracting(r -> r.getString("transport"))
                .contains("tcp", "com-example-wire");
        anna.run(0, "plugin", "rm", "com.example.wire");
        await().atMost(SOON).until(() -> !status().contains("com-example-wire"));
    }

    private String status() {
        return anna.run(0, "status", "--ndjson").event("status").getJsonArray("routes").toString();
    }

    @Test
    void whatForbidsIsAskedUntilItIsRemoved() throws Exception {
        Path jar = built("policy", "com.example.limit");
        ben.configure("\"com.example.limit\": { \"mostBytes\": 1000 }");
        pairedWithBen();
        ben.run(0, "trust", "anna", "verified");
        Path file = Trees.random(folder.resolve("large"), 5000);
        install(ben, jar, "policy");
        Command refused = anna.run(24, "send", file.toString(), "--to", "ben", "--ndjson");
        assertThat(refused.event("error").getString("code")).isEqualTo("rejected");
        ben.run(0, "plugin", "rm", "com.example.limit");
        accepted(file);
    }

    private Command accepted(Path file) {
        Command send = anna.start("send", file.toString(), "--to", "ben", "--ndjson");
        ben.run(0, "inbox", "accept", ben.offer().getString("id"), "--ndjson");
        return send.expect(0);
    }

    @Test
    void whatGivesTermsGivesThemUntilItIsRemoved() throws Exception {
        Path jar = built("security", "com.example.vault");
        pairedWithBen();
        install(anna, jar, "security com-example-vault");
        install(ben, jar, "security com-example-vault");
        assertThat(accepted(Trees.random(folder.resolve("first"), 5000)).event("done").getString("profile")).isEqualTo("com-example-vault");
        anna.run(0, "plugin", "rm", "com.example.vault");
        ben.run(0, "plugin", "rm", "com.example.vault");
        assertThat(accepted(Trees.random(folder.resolve("second"), 6000)).event("done").getString("profile")).isEqualTo("verified");
    }

    @Test
    void aNameOrARoleThatIsNoneIsToldWhatOneLooksLike() throws IOException {
        assertThat(anna.run(2, "plugin", "new", "discovery", "Lamp", "--ndjson").event("error").getString("message")).contains("com.example.beacon");
        assertThat(folder.resolve("Lamp")).doesNotExist();
        for (String none : new String[] {"common", "repository", "teleport", "../sdk/policy"}) {
            assertThat(anna.run(2, "plugin", "new", none, "com.example.lamp", "--ndjson").event("error").getString("message")).contains("discovery, policy, security, transport");
            assertThat(folder.resolve("com.example.lamp")).doesNotExist();
        }
    }
}
