package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.transport.Meddling;
import dev.ferry.tck.transport.MeddlingProxy;
import dev.ferry.tck.transport.MeddlingProxy.Attack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transfer between two paired devices, through somebody who does harm to one record of ciphertext of each connection, in either direction. {@link MeddledOftenTest} is at it for
 * an hour.
 */
class MeddledTest {
    /** More than a handshake and a greeting have. */
    private static final int SESSION = 8;
    /** A block is complete within so many. */
    private static final int FORTH = 60;
    /** So many come while a few blocks go. */
    private static final int BACK = 4;
    private static final int FILE = 2 << 20;

    @TempDir
    Path folder;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Device anna;
    private Device ben;
    private MeddlingProxy proxy;

    int attacks() {
        return 48;
    }

    Duration patience() {
        return Duration.ofMinutes(5);
    }

    /** What came of it, in a line. */
    void report(String line) { }

    /** They find each other once. Then both live elsewhere, and the proxy where one of them was; nobody hears or says anything on the network, so there is no way around. */
    @BeforeEach
    void pairAndMoveInBetween() throws Exception {
        int before = freePort();
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        listen(anna, freePort());
        listen(ben, before);
        List<Command> daemons = List.of(anna.up(), ben.up());
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");
        daemons.forEach(Command::close);
        int after = freePort();
        for (Device device : List.of(anna, ben)) {
            device.configure(configuration -> configuration.replace("\"interfaces\": [\"lo\"], \"loopback\": \"always\"", "\"interfaces\": [\"absent0\"], \"loopback\": \"never\""));
        }
        // Or he would call back where she was.
        listen(anna, freePort());
        listen(ben, after);
        proxy = new MeddlingProxy("127.0.0.1", before, after, threads);
        anna.up();
        ben.up();
    }

    private static void listen(Device device, int port) throws IOException {
        device.configure(configuration -> configuration.replaceAll("\"address\": \"127.0.0.1\"(, \"port\": \\d+)?", "\"address\": \"127.0.0.1\", \"port\": " + port));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws IOException {
        anna.close();
        ben.close();
        proxy.close();
        threads.shutdownNow();
    }

    @Test
    void whatIsDoneToARecordIsNoticedAndTheTransferGoesOn() throws Exception {
        long seed = System.nanoTime();
        List<Attack> attacks = attacks(new Random(seed));
        Path tree = Files.createDirectories(folder.resolve("tree"));
        for (int i = 0; i < 8 + attacks.size() / 2; i++) {
            Trees.random(tree.resolve("file " + i), FILE + i);
        }
        long before = System.nanoTime();
        proxy.plan(attacks);
        Command send = anna.start("send", tree.toString(), "--to", "ben", "--limit", "40M", "--ndjson");
        Awaitility.await("the end of the transfer").atMost(patience()).until(() -> !send.process().isAlive());
        send.expect(0);
        report(attacks.size() + " attacks in " + Duration.ofNanos(System.nanoTime() - before).toSeconds() + " s, seed " + seed + ": " + send.event("done"));

        assertThat(proxy.planned()).as("attacks for which the transfer was too short, seed %s", seed).isZero();
        assertThat(proxy.done()).as("seed %s", seed).isEqualTo(attacks);
        assertThat(proxy.undetected()).as("seed %s", seed).isEmpty();
        assertThat(Trees.picture(Received.inbox(ben).resolve("tree"))).as("seed %s", seed).isEqualTo(Trees.picture(tree));
        assertThat(Received.leftOver(ben)).isEmpty();
    }

    /** Every kind in each direction equally often, at positions that chance has. */
    private List<Attack> attacks(Random random) {
        List<Attack> attacks = new ArrayList<>();
        Meddling[] kinds = Meddling.values();
        for (int i = 0; attacks.size() < attacks(); i++) {
            Meddling kind = kinds[i % kinds.length];
            boolean forth = i / kinds.length % 2 == 0;
            attacks.add(new Attack(kind, forth, first(kind, i) + random.nextInt(forth ? FORTH : BACK)));
        }
        return attacks;
    }

    /**
     * In a greeting, who waits for what was left out waits until its time is over: that is tried, and not often. The first connection is left alone until the transfer has begun:
     * whom a person calls and cannot reach, is told.
     */
    private static int first(Meddling kind, int number) {
        boolean waits = kind == Meddling.DROP || kind == Meddling.REORDER;
        return number == 0 || waits && number % 10 != 0 ? SESSION : 0;
    }
}
