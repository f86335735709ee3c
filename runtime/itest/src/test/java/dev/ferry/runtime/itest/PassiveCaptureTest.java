package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody learns who reads every packet of a network and sends none. */
class PassiveCaptureTest {
    /** A record that a cell fills, as TLS 1.3 makes it: the cell, its type, the tag. */
    private static final int CELL = 16_384 + 1 + 16;
    private static final int FEW = 8;
    /** The end of a TLS connection. */
    private static final int ALERT = 2 + 1 + 16;

    @TempDir
    Path folder;
    private Hosts hosts;
    private String benHost;
    private Device anna;
    private Device ben;

    @BeforeEach
    void hosts() {
        String missing = Hosts.missing() + Capture.missing();
        assumeTrue(missing.isEmpty(), () -> "A network cannot be had or read here, so what an observer sees is not tried: " + missing);
        hosts = new Hosts();
        anna = Device.in(hosts.add(), folder, "anna-qv7-label");
        benHost = hosts.add();
        ben = Device.in(benHost, folder, "ben-qv8-label");
    }

    @AfterEach
    void stop() {
        if (hosts != null) {
            anna.close();
            ben.close();
            hosts.close();
        }
    }

    @Test
    void neitherNamesNorContentsNorLabelsNorMessagesNorIdsAreThere() throws Exception {
        Path paired = Files.createDirectories(folder.resolve("from/qv1-folder")).resolve("qv1-paired-name.txt");
        Files.writeString(paired, "qv2-paired-content ".repeat(3000));
        Path dropped = Files.writeString(folder.resolve("from/qv3-dropped-name.txt"), "qv4-dropped-content ".repeat(3000));
        try (Capture capture = Capture.at(benHost, folder.resolve("capture"))) {
            anna.up();
            ben.up();
            DaemonsTest.pair(ben, anna);
            ben.run(0, "trust", "anna-qv7-label", "trusted");
            anna.run(0, "send", paired.getParent().toString(), "--to", "ben-qv8-label", "--message", "qv5-paired-message", "--ndjson");
            String annasId = ben.run(0, "devices", "--ndjson").event("device", device -> device.getString("name").equals("anna-qv7-label")).getString("id");
            String bensId = anna.run(0, "devices", "--ndjson").event("device", device -> device.getString("name").equals("ben-qv8-label")).getString("id");
            Command send = anna.start("send", dropped.toString(), "--message", "qv6-dropped-message", "--ndjson");
            ben.run(0, "receive", send.event("code").getString("code"), "--yes", "-o", folder.resolve("out").toString(), "--ndjson");
            send.expect(0);

            Map<String, byte[]> markers = new LinkedHashMap<>();
            // Three letters stand in a megabyte of noise by chance.
            Stream.of("qv1-folder", "qv1-paired", "qv2-paired", "qv3-dropped", "qv4-dropped", "qv5-paired", "qv6-dropped", "qv7-label", "qv8-label", annasId, bensId).forEach(text -> markers.put(text, text.getBytes(StandardCharsets.UTF_8)));
            Stream.of(annasId, bensId).forEach(id -> markers.put("bytes of " + id, HexFormat.of().parseHex(id)));
            capture.close();
            String seen = new String(capture.bytes(), StandardCharsets.ISO_8859_1);
            assertThat(seen).as("it saw TLS and multicast DNS").contains("ferry/1").contains("_ferry");
            assertThat(seen.length()).isGreaterThan(100_000);
            markers.forEach((name, bytes) -> assertThat(seen.contains(new String(bytes, StandardCharsets.ISO_8859_1))).as(name).isFalse());
        }
    }

    @Test
    void dropsOfAboutAsMuchLookTheSameWhateverTheyAreMadeOf() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        Files.write(one.resolve("x"), noise(900_000));
        Path other = Files.createDirectory(folder.resolve("other"));
        for (int i = 0; i < 40; i++) {
            Files.write(other.resolve("a name of some length, as pictures from a camera have it " + i), noise(22_000));
        }
        Path more = Files.createDirectory(folder.resolve("more"));
        Files.write(more.resolve("x"), noise(1_300_000));

        // 4 cells up to the end of the names, 64 up to the end of the content, and 84 of what is not about as much. A goodbye, and the answer to each question whether this side
        // is there, has a cell of its own: as many as there is time for, whatever the content is.
        assertThat(drop(one)).isBetween(4 + 64, 4 + 64 + FEW);
        assertThat(drop(other)).isBetween(4 + 64, 4 + 64 + FEW);
        assertThat(drop(more)).isGreaterThanOrEqualTo(4 + 84);
    }

    /** How many cells the sender sent. Nothing but cells came after the greeting, either way. */
    private int drop(Path what) throws Exception {
        try (Capture capture = Capture.at(benHost, folder.resolve("capture of " + what.getFileName()))) {
            Command send = anna.start("send", what.toString(), "--message", "hello from " + what.getFileName(), "--ndjson");
            ben.run(0, "receive", send.event("code").getString("code"), "--yes", "-o", folder.resolve("to " + what.getFileName()).toString(), "--ndjson");
            send.expect(0);
            List<List<Integer>> sides = new ArrayList<>();
            for (List<Integer> records : capture.records().values()) {
                int greeting = records.indexOf(CELL);
                if (greeting >= 0) {
                    sides.add(records.subList(greeting, records.size() - (records.get(records.size() - 1) == ALERT ? 1 : 0)));
                }
            }
            assertThat(sides).hasSize(2).allSatisfy(side -> assertThat(side).containsOnly(CELL));
            return sides.stream().mapToInt(List::size).max().orElseThrow();
        }
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }
}
