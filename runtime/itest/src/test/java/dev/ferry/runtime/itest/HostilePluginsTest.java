package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
    private Path plugins;

    @BeforeEach
    void device() throws Exception {
        anna = Device.local(folder, "anna");
        anna.configure("\"dev.ferry.edge.deploy\": { \"unsigned\": true }");
        plugins = anna.home().resolve("plugins");
        anna.up();
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
        Path tampered = vendor("com.example.tampered").into(folder.resolve("tampered.jar"));
        Files.writeString(plugins.resolve("tampered.jar.sig"), "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n");
        Files.move(tampered, plugins.resolve("tampered.jar"));
        sentences.put("tampered.jar", "is no signature that ssh-keygen -Y sign makes");
        Files.write(plugins.resolve("text.jar"), "not a jar".getBytes(StandardCharsets.US_ASCII));
        sentences.put("text.jar", "jar");

        sentences.forEach((file, sentence) -> await(file).atMost(SOON).untilAsserted(() -> {
            JsonObject plugin = plugin(file);
            assertThat(plugin.getString("state")).isEqualTo("refused");
            assertThat(plugin.getString("explanation")).contains(sentence).endsWith(".").doesNotContain("Exception");
        }));
        assertThat(plugin("good.jar").getString("state")).isEqualTo("active");
        assertThat(folder.resolve("outside.txt")).doesNotExist();
        serves();
    }
}
