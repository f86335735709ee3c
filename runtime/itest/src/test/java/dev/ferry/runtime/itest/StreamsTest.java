package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command in a pipe, in a script, without a person. */
class StreamsTest {
    @TempDir
    Path folder;
    private Device anna;
    private Device ben;
    private Path file;

    @BeforeEach
    void devices() throws Exception {
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        file = Files.writeString(folder.resolve("file"), "content");
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    @Test
    void nobodyAtStandardInputIsNoConsentAndToldAsSuch() throws Exception {
        Command send = anna.start("send", file.toString(), "--ndjson");
        Command receive = ben.start("receive", send.code(), "-o", folder.resolve("out").toString());
        receive.process().getOutputStream().close();
        receive.expect(12);
        assertThat(receive.err()).contains("Accept?", "file");
        send.expect(20).says("rejected", "declined");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aReaderThatTakesTheCodeAndGoesDoesNotEndTheTransfer() throws Exception {
        Command send = anna.start("send", file.toString());
        String code = send.code();
        send.process().getInputStream().close();
        Command receive = ben.start("receive", code, "--yes", "-o", folder.resolve("out").toString(), "--ndjson");
        receive.process().getInputStream().close();
        receive.process().getErrorStream().close();
        assertThat(receive.exit()).isZero();
        send.expect(0);
        assertThat(folder.resolve("out/file")).hasContent("content");
    }

    @Test
    void dataIsOnStandardOutputAloneAndSecretsNeedNoArguments() throws Exception {
        Command send = anna.start("send", file.toString());
        String code = send.code();
        Command receive = ben.start("receive", "-", "--yes", "-o", folder.resolve("out").toString());
        receive.type(code);
        receive.expect(0);
        send.expect(0);
        assertThat(send.out()).isEqualTo(code);
        assertThat(receive.out()).isEqualTo(folder.resolve("out").toString());
        assertThat(send.err()).contains("Sent 1 file, 7 B to ben", "Verified there");
        assertThat(receive.err().getBytes(StandardCharsets.UTF_8)).asString(StandardCharsets.UTF_8).contains("Received 1 file, 7 B from anna").doesNotContain(code);
    }

    @Test
    void wordsThatMeanNothingStartNothing() {
        assertThat(anna.run(2, "send").err()).isEqualTo("ferry: FILE is missing. Try: ferry send --help [usage]");
        assertThat(anna.run(2, "frobnicate").err()).isEqualTo("ferry: There is no verb \"frobnicate\" here. Try: ferry --help [usage]");
        assertThat(anna.run(3, "status").err()).contains("ferry up", "[no-daemon]");
        assertThat(anna.home().resolve("run")).doesNotExist();
        assertThat(anna.run(22, "receive", "7-12x4-5678").err()).contains("A code has digits only, as in 7-1234-5678", "[wrong-code]");
    }
}
