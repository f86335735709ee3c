package dev.ferry.discovery.mdns.internal;

import static dev.ferry.discovery.mdns.internal.LinkProbe.message;
import static dev.ferry.discovery.mdns.internal.LinkProbe.question;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.tck.discovery.RecordingSink;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody on the link means harm. */
@Timeout(90)
class HostileLinkTest {
    private static final MdnsSettings LOOPBACK = MdnsSettings.of(new String[] {"lo"}, "never");
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Other tests may be talking on the same loopback interface. */
    private final String instance = Instances.random();
    private final String qualified = instance + "." + PacedDns.TYPE;
    private final byte[] record = instance.getBytes(StandardCharsets.US_ASCII);
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MdnsDiscovery alpha = new MdnsDiscovery(LOOPBACK, io, timer, System::nanoTime);
    private final MdnsDiscovery beta = new MdnsDiscovery(LOOPBACK, io, timer, System::nanoTime);
    private final RecordingSink sink = new RecordingSink();
    private LinkProbe mallory;

    @BeforeEach
    void open() throws IOException {
        mallory = new LinkProbe(5353);
    }

    @AfterEach
    void close() {
        mallory.close();
        alpha.close();
        beta.close();
        timer.shutdown();
        io.shutdown();
    }

    @Test
    void what_leaves_the_device_names_nothing_but_the_instance() throws IOException {
        beta.browse(sink);
        alpha.browse(new RecordingSink());
        alpha.advertise(advertisement()).close();
        alpha.advertise(advertisement());

        List<byte[]> heard = mallory.hear(Duration.ofSeconds(4));

        assertThat(sink.shows(record)).isTrue();
        assertThat(heard).filteredOn(packet -> new String(packet, StandardCharsets.ISO_8859_1).contains(instance)).hasSizeGreaterThan(5).allSatisfy(packet -> {
            String text = new String(packet, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            assertThat(text).doesNotContain(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT)).doesNotContain("ear-");
            assertThat(text).doesNotContain(System.getProperty("user.name"));
        });
    }

    @Test
    void one_that_only_listens_says_nothing_about_itself() throws IOException {
        beta.browse(sink);

        List<byte[]> heard = mallory.hear(Duration.ofSeconds(3));

        byte[] whoIsThere = message(LinkProbe.QUERY, List.of(question(PacedDns.TYPE, LinkProbe.PTR)), List.of(), List.of());
        assertThat(heard).anySatisfy(packet -> assertThat(packet).isEqualTo(whoIsThere))
                .allSatisfy(packet -> assertThat(new String(packet, StandardCharsets.ISO_8859_1)).as("its own host name").doesNotContain("ear-"));
    }

    @Test
    void nobody_makes_it_send_to_one_address_alone() throws IOException {
        beta.browse(sink);
        alpha.advertise(advertisement());
        awaitAnswers();

        try (LinkProbe elsewhere = new LinkProbe(0)) {
            elsewhere.send(message(LinkProbe.QUERY, List.of(question(PacedDns.TYPE, LinkProbe.PTR), question(qualified, LinkProbe.ANY)), List.of(), List.of()));
            assertThat(elsewhere.hear(Duration.ofSeconds(1))).isEmpty();
            assertThat(mallory.hear(Duration.ofMillis(100))).as("answered to all").anyMatch(this::isAnswer);
        }
    }

    @Test
    void questions_that_cannot_be_answered_do_not_silence_it() throws IOException {
        alpha.advertise(advertisement());
        beta.browse(sink);
        awaitAnswers();

        for (int size : new int[] {0, 1, 12, 13, 40, 200, 0xffff}) {
            mallory.send(message(LinkProbe.QUERY, List.of(question(PacedDns.TYPE, LinkProbe.PTR), question(instance + ".local", LinkProbe.ANY)), List.of(),
                    List.of(LinkProbe.payloadSize(size))));
        }
        mallory.send(message(0x0200, List.of(question(PacedDns.TYPE, LinkProbe.PTR)), List.of(), List.of())); // says that more follows, and nothing does

        assertStillFindsAndIsFound();
    }

    @Test
    void malformed_packets_stop_neither_looking_nor_being_found() throws IOException {
        alpha.advertise(advertisement());
        beta.browse(sink);
        assertThat(sink.await(SOON, seen -> seen.shows(record))).isTrue();
        Random random = new Random(7);
        byte[] sane = message(LinkProbe.RESPONSE, List.of(), List.of(LinkProbe.record(PacedDns.TYPE, LinkProbe.PTR, 120, LinkProbe.encoded(qualified)),
                LinkProbe.record("x" + qualified, LinkProbe.SRV, 120, LinkProbe.srv(1, "x.local")), LinkProbe.record("x.local", LinkProbe.AAAA, 120, new byte[3]),
                LinkProbe.record("x.local", LinkProbe.A, -1, new byte[4]), LinkProbe.record("x" + qualified, LinkProbe.TXT, 120, new byte[] {9, 1})), List.of());

        for (int i = 0; i < 3000; i++) {
            byte[] mutant = sane.clone();
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            }
            mallory.send(mutant);
        }

        assertStillFindsAndIsFound();
    }

    @Test
    void a_flood_of_made_up_devices_hides_a_real_one_only_while_it_lasts() throws IOException {
        beta.browse(sink);
        for (int i = 0; i < 20_000; i++) {
            String name = "fake" + Integer.toString(1_000_000 + i, 36) + "." + PacedDns.TYPE;
            mallory.send(message(LinkProbe.RESPONSE, List.of(), List.of(LinkProbe.record(PacedDns.TYPE, LinkProbe.PTR, 4500, LinkProbe.encoded(name))), List.of()));
        }

        alpha.advertise(advertisement());

        assertThat(sink.await(Duration.ofSeconds(20), seen -> seen.shows(record))).isTrue();
    }

    @Test
    void of_made_up_devices_only_so_many_are_believed() throws IOException {
        beta.browse(sink);
        for (int i = 0; i < 3 * Ear.MAX_PEERS; i++) {
            String name = "fake" + Integer.toString(1_000_000 + i, 36);
            mallory.send(message(LinkProbe.RESPONSE, List.of(), List.of(LinkProbe.record(name + "." + PacedDns.TYPE, LinkProbe.SRV, 120, LinkProbe.srv(1, name + ".local")),
                    LinkProbe.record(name + "." + PacedDns.TYPE, LinkProbe.TXT, 120, TxtRecord.encode(record)),
                    LinkProbe.record(name + ".local", LinkProbe.A, 120, new byte[] {127, 0, 0, 9})), List.of()));
            if (i % 64 == 0) {
                mallory.hear(Duration.ofMillis(10)); // or the socket's buffer would drop most of them
            }
        }

        assertThat(sink.await(SOON, seen -> seen.present().size() > Ear.MAX_PEERS / 2)).isTrue();
        assertThat(sink.await(Duration.ofSeconds(1), seen -> seen.present().size() > Ear.MAX_PEERS)).isFalse();
    }

    @Test
    void one_that_claims_the_same_name_does_not_push_it_out() throws IOException {
        beta.browse(sink);
        alpha.advertise(advertisement());
        for (int i = 0; i < 40; i++) {
            mallory.send(message(LinkProbe.RESPONSE, List.of(), List.of(LinkProbe.record(qualified, LinkProbe.SRV, 120, LinkProbe.srv(22, "mallory.local")),
                    LinkProbe.record(instance + ".local", LinkProbe.A, 120, new byte[] {127, 0, 0, 9})), List.of()));
            mallory.hear(Duration.ofMillis(50));
        }

        assertThat(sink.await(Duration.ofSeconds(15), seen -> seen.shows(record))).isTrue();
    }

    /** A device that has not announced itself twice answers nobody. */
    private void awaitAnswers() throws IOException {
        assertThat(sink.await(SOON, seen -> seen.shows(record))).isTrue();
        mallory.hear(Duration.ofMillis(1500));
        mallory.send(message(LinkProbe.QUERY, List.of(question(qualified, LinkProbe.ANY)), List.of(), List.of()));
        assertThat(mallory.hear(Duration.ofSeconds(1))).anyMatch(this::isAnswer);
    }

    private boolean isAnswer(byte[] packet) {
        return (packet[2] & 0x80) != 0 && new String(packet, StandardCharsets.ISO_8859_1).contains(instance);
    }

    private void assertStillFindsAndIsFound() {
        RecordingSink late = new RecordingSink();
        MdnsDiscovery gamma = new MdnsDiscovery(LOOPBACK, io, timer, System::nanoTime);
        try {
            gamma.browse(late);
            assertThat(late.await(SOON, seen -> seen.shows(record))).as("found by one who asks now").isTrue();
            byte[] another = {9, 9, 9};
            gamma.advertise(new Advertisement(Instances.random(), another, advertisement().routes()));
            assertThat(sink.await(SOON, seen -> seen.shows(another))).as("finds one who comes now").isTrue();
        } finally {
            gamma.close();
        }
        assertThat(sink.shows(record)).as("knows the one it knew").isTrue();
        assertThat(sink.calls()).as("and never lost it").noneMatch(call -> call.name().equals("gone") && call.text().endsWith("/" + instance));
    }

    private Advertisement advertisement() {
        return new Advertisement(instance, record, List.of(new Route("tcp", "127.0.0.1:47900", Proximity.LAN)));
    }
}
