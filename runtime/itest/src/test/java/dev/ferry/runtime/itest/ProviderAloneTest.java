package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices whose installation has one discovery plugin alone, and so no multicast unless that is it: it finds the other, and a file arrives. */
class ProviderAloneTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path DISTRIBUTION = Path.of(System.getProperty("ferry.command")).getParent().getParent().toAbsolutePath().normalize();
    private static final Path NODES = Path.of("../../bundles/discovery/dht/src/test/resources/libtorrent-nodes.py");

    @TempDir
    Path folder;
    private Device anna;
    private Device ben;
    private Path file;
    private Path out;

    @BeforeEach
    void devices() throws IOException {
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        file = Files.writeString(folder.resolve("note.txt"), "found");
        out = folder.resolve("out");
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    /** Both devices run an installation whose feature is base with these discovery plugins and no other. */
    private void only(String... plugins) throws IOException {
        Path root = Files.createDirectories(folder.resolve("installation"));
        Files.createDirectories(root.resolve("bin"));
        Files.copy(DISTRIBUTION.resolve("bin/ferry"), root.resolve("bin/ferry"));
        root.resolve("bin/ferry").toFile().setExecutable(true);
        try (Stream<Path> parts = Files.list(DISTRIBUTION)) {
            for (Path part : parts.filter(p -> !List.of("bin", "features").contains(p.getFileName().toString())).toList()) {
                Files.createSymbolicLink(root.resolve(part.getFileName()), part);
            }
        }
        String base = Files.readString(DISTRIBUTION.resolve("features/base.json"));
        String none = base.lines().filter(line -> !line.contains("dev.ferry.discovery")).collect(Collectors.joining("\n"));
        String alone = none.replaceFirst("\"bundles\": \\[", "\"bundles\": [" + Stream.of(plugins).map(p -> "\"dev.ferry.discovery." + p + "\",").collect(Collectors.joining()));
        Files.writeString(Files.createDirectory(root.resolve("features")).resolve("alone.json"), alone);
        for (Device device : List.of(anna, ben)) {
            device.installation(root);
            device.configure("\"launcher\": { \"feature\": \"alone\" }");
        }
    }

    private void up(String... plugins) {
        anna.up();
        ben.up();
        for (Device device : List.of(anna, ben)) {
            assertThat(device.run(0, "status", "--ndjson").event("status").getJsonArray("plugins").getValuesAs(JsonObject.class).stream()
                    .filter(p -> p.getString("role").equals("discovery")).map(p -> p.getString("id"))).containsExactlyInAnyOrder(plugins);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void annaIsConfiguredAtBens() throws IOException {
        int port = freePort();
        anna.configure(configuration -> configuration.replace("\"address\": \"127.0.0.1\"", "\"address\": \"127.0.0.1\", \"port\": " + port));
        ben.configure("\"dev.ferry.discovery.fixed\": { \"hosts\": [\"annas place=127.0.0.1:" + port + "\"] }");
    }

    private static void assumeLibtorrent() throws IOException, InterruptedException {
        assumeTrue(new ProcessBuilder("/usr/bin/python3", "-c", "import libtorrent").redirectErrorStream(true).start().waitFor() == 0,
                "python3-libtorrent is not installed, so a transfer found by the DHT is not tried");
    }

    private static Process nodes() throws IOException {
        return new ProcessBuilder("/usr/bin/python3", "-W", "ignore", NODES.toString(), "16").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private void inDht(Process nodes) throws IOException {
        String port = nodes.inputReader(StandardCharsets.US_ASCII).readLine().split(" ")[0];
        for (Device device : List.of(anna, ben)) {
            device.configure("\"dev.ferry.discovery.dht\": { \"enabled\": true, \"bootstrap\": [\"127.0.0.1:" + port + "\"], \"address\": \"127.0.0.1\", \"lookSeconds\": 10 }");
        }
    }

    private void onAir(RadioRoom room) {
        anna.configure("\"dev.ferry.discovery.bluetooth\": { \"bus\": \"" + room.address() + "\", \"adapter\": \"hci0\" }");
        ben.configure("\"dev.ferry.discovery.bluetooth\": { \"bus\": \"" + room.address() + "\", \"adapter\": \"hci1\" }");
    }

    private List<JsonObject> devices(Device at) {
        return at.run(0, "devices", "--ndjson").events("device");
    }

    private void arrived(Command send) {
        send.expect(0);
        assertThat(out.resolve("note.txt")).hasContent("found");
    }

    @Test
    void fixed() throws Exception {
        annaIsConfiguredAtBens();
        only("fixed");
        up("fixed");
        await().atMost(SOON).until(() -> devices(ben).stream().anyMatch(d -> d.getString("name").equals("annas place")));
        Command receive = anna.start("receive", "-o", out.toString(), "--ndjson");
        receive.event("visible");

        Command send = ben.start("send", file.toString(), "--to", "annas place", "--ndjson");
        anna.run(0, "inbox", "accept", anna.offer().getString("id"), "-o", out.toString(), "--ndjson");

        arrived(send);
    }

    @Test
    void mdns() throws Exception {
        only("mdns");
        up("mdns");
        Command send = anna.start("send", file.toString(), "--ndjson");
        ben.run(0, "receive", send.event("code").getString("code"), "--yes", "-o", out.toString(), "--ndjson");
        arrived(send);
    }

    @Test
    void qr() throws Exception {
        only("qr");
        up("qr");
        Command send = anna.start("send", file.toString(), "--ndjson");
        ben.run(0, "receive", send.event("code").getString("ticket"), "--yes", "-o", out.toString(), "--ndjson");
        arrived(send);
    }

    @Test
    void dht() throws Exception {
        assumeLibtorrent();
        Process nodes = nodes();
        try {
            inDht(nodes);
            only("dht");
            up("dht");
            Command send = anna.start("send", file.toString(), "--ndjson");
            ben.run(0, "receive", Tickets.withoutRoutes(send.event("code").getString("ticket")), "--yes", "-o", out.toString(), "--ndjson");
            arrived(send);
        } finally {
            nodes.destroy();
        }
    }

    @Test
    void bluetooth() throws Exception {
        String missing = RadioRoom.missing();
        assumeTrue(missing.isEmpty(), () -> "A transfer found by Bluetooth alone is not tried: " + missing);
        try (RadioRoom room = new RadioRoom(folder)) {
            onAir(room);
            only("bluetooth");
            up("bluetooth");
            Command send = anna.start("send", file.toString(), "--ndjson");
            ben.run(0, "receive", send.event("code").getString("code"), "--yes", "-o", out.toString(), "--ndjson");
            arrived(send);
            assertThat(room.reads()).isPositive();
        }
    }

    @Test
    void severalShowADeviceOnceWithTheRoutesOfEach() throws Exception {
        annaIsConfiguredAtBens();
        only("fixed", "mdns", "qr");
        up("fixed", "mdns", "qr");
        DaemonsTest.pair(anna, ben);
        awaitAnnaOnceAtBens("fixed", "mdns");
    }

    @Test
    void allOfThemShowADeviceOnceWithTheRoutesOfEach() throws Exception {
        assumeLibtorrent();
        String missing = RadioRoom.missing();
        assumeTrue(missing.isEmpty(), () -> "Devices that are found in every way at once are not tried: " + missing);
        Process nodes = nodes();
        try (RadioRoom room = new RadioRoom(folder)) {
            inDht(nodes);
            annaIsConfiguredAtBens();
            onAir(room);
            only("fixed", "mdns", "qr", "dht", "bluetooth");
            up("fixed", "mdns", "qr", "dht", "bluetooth");
            DaemonsTest.pair(anna, ben);
            awaitAnnaOnceAtBens("fixed", "mdns", "dht", "bluetooth");
        } finally {
            nodes.destroy();
        }
    }

    private void awaitAnnaOnceAtBens(String... methods) {
        await().atMost(SOON).untilAsserted(() -> assertThat(devices(ben)).singleElement().satisfies(device -> {
            assertThat(device.getString("name")).isEqualTo("anna");
            assertThat(device.getJsonArray("routes").getValuesAs(JsonObject.class).stream().map(r -> r.getString("foundBy"))).contains(methods);
        }));
    }
}
