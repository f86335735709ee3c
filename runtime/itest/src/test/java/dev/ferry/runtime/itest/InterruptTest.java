package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C, wherever it comes: it ends this side at once, the other hears of it, and nothing unfinished stays. */
class InterruptTest {
    @TempDir
    Path folder;
    private Device anna;
    private Device ben;
    private Path out;

    @BeforeEach
    void devices() {
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        out = folder.resolve("out");
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    private Path large() throws IOException {
        return Trees.random(folder.resolve("large"), 32 << 20);
    }

    @Test
    void beforeAnybodyCame() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Command send = anna.start("send", file.toString());
        Command receive = ben.start("receive", "991-1234-5678", "--yes", "-o", out.toString(), "--ndjson");
        send.code();
        receive.event("progress");
        send.signal("INT");
        receive.signal("TERM");
        send.expect(130);
        assertThat(send.err()).contains("[cancelled]");
        receive.expect(143).event("error");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sender", "receiver"})
    void whileAPersonIsAsked(String who) throws Exception {
        Command send = anna.start("send", large().toString(), "--ndjson");
        Command receive = ben.start("receive", send.code(), "-o", out.toString());
        receive.shows("free here");
        send.event("consent");
        (who.equals("sender") ? send : receive).signal("INT");
        if (who.equals("sender")) {
            send.expect(130);
            receive.expect(20);
            assertThat(receive.err()).contains("cancelled", "[cancelled]");
        } else {
            receive.expect(130);
            send.expect(20);
            assertThat(send.event("error").getString("code")).isIn("rejected", "cancelled");
        }
        assertThat(Files.exists(out) ? Trees.all(out) : java.util.List.of()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sender", "receiver"})
    void whileBytesFlow(String who) throws Exception {
        Command send = anna.start("send", large().toString(), "--limit", "4M", "--ndjson");
        Command receive = ben.start("receive", send.code(), "--yes", "-o", out.toString(), "--ndjson");
        receive.event("progress", p -> p.getInt("bytes") > 0);
        Command stopped = who.equals("sender") ? send : receive;
        Command other = who.equals("sender") ? receive : send;
        stopped.signal("INT");
        stopped.expect(130).event("error", e -> e.getString("code").equals("cancelled"));
        other.expect(20).says("cancelled", "other");
        assertThat(Trees.all(out)).as("no part of it stays").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sender", "receiver"})
    void killedWhileBytesFlow(String who) throws Exception {
        Command send = anna.start("send", large().toString(), "--limit", "4M", "--ndjson");
        Command receive = ben.start("receive", send.code(), "--yes", "-o", out.toString(), "--ndjson");
        receive.event("progress", p -> p.getInt("bytes") > 0);
        Command killed = who.equals("sender") ? send : receive;
        Command other = who.equals("sender") ? receive : send;
        killed.signal("KILL");
        killed.expect(137);
        other.expect(28).says("network", "connection", "again");
        if (who.equals("sender")) {
            assertThat(Trees.all(out)).as("no part of it stays").isEmpty();
        }
    }
}
