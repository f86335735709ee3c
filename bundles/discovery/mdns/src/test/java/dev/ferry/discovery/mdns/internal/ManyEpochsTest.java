package dev.ferry.discovery.mdns.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the core hands over changes with each epoch; nothing that this plugin adds tells whose epochs they are. */
class ManyEpochsTest {
    /** Of each device. An announcement takes about a second. */
    private static final int EPOCHS = 12;
    /** Long enough that random bytes do not come twice. */
    private static final int PIECE = 10;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<Route> ROUTES = List.of(new Route("tcp", "127.0.0.1:47900", Proximity.LAN));

    private final ExecutorService io = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        timer.shutdown();
        io.shutdown();
    }

    @Test
    @Timeout(120)
    void what_one_device_says_in_each_epoch_another_device_says_too() throws Exception {
        Future<List<byte[]>> first = io.submit(this::epochs);
        List<byte[]> other = epochs();
        List<byte[]> one = first.get();
        Set<String> everybodys = new HashSet<>();
        other.forEach(packet -> everybodys.addAll(pieces(packet)));
        Set<String> constant = pieces(one.get(0));
        one.forEach(packet -> constant.retainAll(pieces(packet)));

        assertThat(constant).as("it sees what all say").anyMatch(piece -> piece.contains("_ferry"));
        assertThat(everybodys).containsAll(constant);
        // Neither is anything of what it made up itself there again in the next epoch.
        for (int epoch = 1; epoch < EPOCHS; epoch++) {
            Set<String> again = pieces(one.get(epoch));
            again.retainAll(pieces(one.get(epoch - 1)));
            assertThat(again).as("epoch %d", epoch).noneMatch(piece -> piece.matches("[a-z0-9]{" + PIECE + "}"));
        }
    }

    /** One packet of each epoch of a device, with all that it announces. */
    private List<byte[]> epochs() throws IOException {
        List<byte[]> packets = new ArrayList<>();
        try (LinkProbe probe = new LinkProbe(5353);
                MdnsDiscovery device = new MdnsDiscovery(MdnsSettings.of(new String[] {"lo"}, "never"), io, timer, System::nanoTime)) {
            Registration before = () -> { };
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                String instance = Instances.random();
                byte[] record = new byte[296];
                RANDOM.nextBytes(record);
                Registration now = device.advertise(new Advertisement(instance, record, ROUTES));
                before.close();
                before = now;
                packets.add(announcement(probe, instance));
            }
            before.close();
        }
        return packets;
    }

    private static byte[] announcement(LinkProbe probe, String instance) throws IOException {
        for (int tries = 0; tries < 200; tries++) {
            for (byte[] packet : probe.hear(Duration.ofMillis(50))) {
                String text = new String(packet, StandardCharsets.ISO_8859_1);
                if (text.contains(instance) && text.contains("r0=")) {
                    return packet;
                }
            }
        }
        throw new AssertionError("It announced nothing");
    }

    private static Set<String> pieces(byte[] packet) {
        Set<String> pieces = new HashSet<>();
        for (int at = 0; at + PIECE <= packet.length; at++) {
            pieces.add(new String(packet, at, PIECE, StandardCharsets.ISO_8859_1));
        }
        return pieces;
    }
}
