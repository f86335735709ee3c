package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do wrong, and what they read then: one sentence with what to try, the right exit code, nothing lost. */
class WrongInputTest {
    @TempDir
    Path folder;
    private Device anna;
    private Device ben;

    @BeforeEach
    void devices() {
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    @Test
    void aMissingFile() {
        Command send = anna.start("send", folder.resolve("nothing").toString(), "--ndjson");
        assertThat(send.exit()).isEqualTo(2);
        send.says("file-access", "nothing");
    }

    @Test
    void anUnknownName() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        anna.run(21, "send", file.toString(), "--to", "nobody", "--timeout", "5s", "--ndjson").says("not-found", "nobody");
    }

    @Test
    void aCodeThatIsNoCode() {
        anna.run(22, "receive", "7-12", "--yes", "--ndjson").says("wrong-code", "9 to 11 digits");
    }

    @Test
    void aCodeThatNobodyShows() {
        anna.run(21, "receive", "997-1234-5678", "--yes", "--timeout", "5s", "--ndjson").says("not-found", "997");
    }

    @Test
    void aFolderThatIsAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path target = Files.writeString(folder.resolve("target"), "mine");
        Command send = anna.start("send", file.toString(), "--ndjson");
        Command receive = ben.start("receive", send.event("code").getString("code"), "--yes", "-o", target.toString(), "--ndjson");
        assertThat(receive.exit()).isNotZero();
        receive.says("file-access", "target");
        assertThat(target).hasContent("mine");
    }

    /** In the home itself what is not Ferry's own arrives; in the folders that Ferry obeys nothing does. */
    @Test
    void aFolderOfFerrysOwn() throws Exception {
        Path evil = Files.createDirectories(folder.resolve("sent/plugins")).resolve("evil.jar");
        Files.writeString(evil, "no jar");
        Files.writeString(folder.resolve("sent/good"), "good");
        Command send = anna.start("send", folder.resolve("sent") + "/", "--ndjson");
        String code = send.event("code").getString("code");
        Path plugins = ben.home().resolve("plugins");
        ben.run(24, "receive", code, "--yes", "-o", plugins.toString(), "--ndjson").says("policy", plugins.toString(), "another folder");
        ben.run(24, "receive", "-o", plugins.toString(), "--ndjson").says("policy", plugins.toString(), "another folder");
        Command receive = ben.run(10, "receive", code, "--yes", "-o", ben.home().toString(), "--ndjson");
        assertThat(receive.event("done").getJsonArray("left").toString()).contains("plugins/evil.jar", "Ferry's own");
        assertThat(send.exit()).isEqualTo(10);
        assertThat(plugins).isEmptyDirectory();
        assertThat(ben.home().resolve("good")).hasContent("good");
    }

    @Test
    void aPortThatIsTakenByConfiguration() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Files.writeString(anna.home().resolve("config/ferry.json"), """
                    { "dev.ferry.core.link": { "address": "127.0.0.1", "port": %d }, "dev.ferry.discovery.mdns": { "interfaces": ["lo"] } }
                    """.formatted(taken.getLocalPort()));
            Path file = Files.writeString(folder.resolve("file"), "x");
            Command send = anna.start("send", file.toString(), "--ndjson");
            assertThat(send.exit()).isNotZero();
            assertThat(send.event("error").getString("message")).contains("port");
        }
    }

    @Test
    void aSecondDaemonInOneHome() {
        anna.up();
        Command second = anna.start("up", "--ndjson");
        assertThat(second.exit()).isEqualTo(4);
        assertThat(second.event("error").getString("message")).contains("already");
        anna.run(0, "status");
    }

    @Test
    void twoDevicesOfOneName() throws Exception {
        Device other = Device.local(folder.resolve("second"), "ben");
        try {
            anna.up();
            ben.up();
            other.up();
            DaemonsTest.pair(ben, anna);
            DaemonsTest.pair(other, anna);
            Path file = Files.writeString(folder.resolve("file"), "x");
            Command send = anna.run(2, "send", file.toString(), "--to", "ben", "--ndjson");
            send.says("ambiguous", "ben");
        } finally {
            other.close();
        }
    }
}
