package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codes and offers that are over. */
class CodesTest {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

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
    void aCodeIsGoodOnce() throws Exception {
        anna.up();
        Command send = anna.start("send", file.toString(), "--ndjson");
        String code = send.code();
        String ticket = send.event("code").getString("ticket");
        ben.run(0, "receive", code, "--yes", "-o", folder.resolve("first").toString(), "--ndjson");
        send.expect(0);
        ben.run(21, "receive", code, "--yes", "-o", folder.resolve("second").toString(), "--timeout", "4s", "--ndjson").says("not-found", "must still show the code", "good once");
        Command again = ben.start("receive", ticket, "--yes", "-o", folder.resolve("second").toString(), "--ndjson");
        assertThat(again.exit()).as("the device is there and shows the code no longer").isIn(21, 22);
        assertThat(folder.resolve("second")).doesNotExist();
        assertThat(folder.resolve("first/file")).hasContent("content");
    }

    @Test
    void aTicketThatIsOverSaysSoBeforeAnybodyIsDialled() throws Exception {
        Command receive = ben.run(22, "receive", ticket(Instant.now().minusSeconds(60)), "--yes", "-o", folder.resolve("out").toString(), "--ndjson");
        receive.says("wrong-code", "expired", "new");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** As PROTOCOL.md, section 4, writes one, with one route to the discard port of this machine. */
    private static String ticket(Instant expiry) throws Exception {
        byte[] route = ByteBuffer.allocate(1 + 3 + 1 + 4 + 2).put((byte) 3).put("tcp".getBytes(StandardCharsets.US_ASCII)).put((byte) 4).put(new byte[] {127, 0, 0, 1}).putShort((short) 9).array();
        byte[] body = ByteBuffer.allocate(1 + 1 + 4 + 16 + 2 + 1 + route.length).put((byte) 1).put((byte) 3).putInt((int) expiry.getEpochSecond()).put(new byte[16]).putShort((short) 7)
                .put((byte) 1).put(route).array();
        MessageDigest sum = MessageDigest.getInstance("SHA-256");
        sum.update("ferry-ticket-v1".getBytes(StandardCharsets.US_ASCII));
        byte[] check = Arrays.copyOf(sum.digest(body), 4);
        ByteBuffer all = ByteBuffer.allocate(body.length + 4).put(body).put(check);
        StringBuilder text = new StringBuilder("FERRY:");
        long bits = 0;
        int held = 0;
        for (byte b : all.array()) {
            bits = bits << 8 | b & 0xff;
            for (held += 8; held >= 5; held -= 5) {
                text.append(BASE32.charAt((int) (bits >> held - 5) & 31));
            }
        }
        return text.append(held > 0 ? BASE32.charAt((int) (bits << 5 - held) & 31) : "").toString();
    }

    @Test
    @Tag("soak")
    void whatNobodyAnswersIsARejectionAndACodeThatNobodyTypesExpires() throws Exception {
        anna.up();
        ben.up();
        DaemonsTest.pair(ben, anna);
        Command offer = anna.start("send", file.toString(), "--to", "ben", "--ndjson");
        Command pair = anna.start("pair", "--ndjson");
        Device carl = Device.local(folder, "carl");
        try {
            Command drop = carl.start("send", file.toString(), "--ndjson");
            Command asked = ben.start("receive", drop.code(), "-o", folder.resolve("out").toString());
            asked.shows("free here");

            offer.expect(20).says("rejected", "Nobody answered", "again");
            drop.expect(20).says("rejected", "Nobody answered");
            asked.expect(20);
            assertThat(ben.run(0, "inbox", "list", "--ndjson").events("offer")).isEmpty();
            assertThat(folder.resolve("out")).doesNotExist();

            String code = pair.code();
            pair.expect(27).says("timeout", "has expired", "Show a new one");
            Command late = ben.start("pair", code, "--ndjson");
            assertThat(late.exit()).as("refused, or not found where its end is known already").isIn(21, 22);
            assertThat(late.event("error").getString("code")).isIn("wrong-code", "not-found");
        } finally {
            carl.close();
        }
    }
}
