package dev.ferry.discovery.dht.internal.mainline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.SettableClock;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KrpcTest {
    private final SettableClock clock = new SettableClock(Instant.EPOCH);
    private final Random random = new Random(1);
    private final NodeId self = NodeId.random(random);
    private final NodeId there = NodeId.random(random);
    private final List<String> calls = new ArrayList<>();
    private DatagramChannel channel;
    private DatagramChannel node;
    private DatagramChannel stranger;
    private Krpc krpc;

    @BeforeEach
    void open() throws Exception {
        channel = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        node = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        stranger = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        krpc = new Krpc(channel, () -> self, random, clock.nanos(), () -> { });
    }

    @AfterEach
    void close() throws Exception {
        krpc.close();
        node.close();
        stranger.close();
    }

    private final class Noting implements Krpc.Asker {
        @Override
        public void answered(Reply reply) {
            calls.add("answered by " + reply.from());
        }

        @Override
        public void failed(OptionalLong code) {
            calls.add("failed" + (code.isPresent() ? " " + code.getAsLong() : ""));
        }

        @Override
        public void slow() {
            calls.add("slow");
        }
    }

    private static InetSocketAddress address(DatagramChannel channel) throws Exception {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    /** Asks, and returns the question's number as the node read it. */
    private byte[] ask() throws Exception {
        assertThat(krpc.ask(address(node), "ping", new Bencode.Table(), new Noting())).isTrue();
        ByteBuffer buffer = ByteBuffer.allocate(2000);
        node.receive(buffer);
        return Bencode.parseTable(Arrays.copyOf(buffer.array(), buffer.position())).orElseThrow().bytes("t").orElseThrow();
    }

    private byte[] reply(byte[] number) {
        return new Bencode.Table().with("r", new Bencode.Table().with("id", there.bytes())).with("t", number).with("y", "r").encode();
    }

    @Test
    void the_answer_to_a_question_is_heard_once() throws Exception {
        byte[] number = ask();
        krpc.received(address(node), reply(number));
        krpc.received(address(node), reply(number));

        assertThat(calls).containsExactly("answered by " + there);
        assertThat(krpc.waiting()).isZero();
    }

    @Test
    void a_stranger_who_guesses_the_number_is_not_heard() throws Exception {
        byte[] number = ask();
        krpc.received(address(stranger), reply(number));

        assertThat(calls).isEmpty();
        assertThat(krpc.waiting()).isEqualTo(1);
    }

    @Test
    void a_node_that_answers_what_was_not_asked_is_soon_not_listened_to() throws Exception {
        byte[] number = ask();
        byte[] other = number.clone();
        other[0] ^= 1;
        for (int i = 0; i < Krpc.MOST_WRONG; i++) {
            krpc.received(address(node), reply(other));
        }
        krpc.received(address(node), reply(number));

        assertThat(calls).containsExactly("failed");
    }

    @Test
    void an_error_is_known_by_its_kind_though_it_carries_a_reply() throws Exception {
        byte[] number = ask();
        krpc.received(address(node), new Bencode.Table().with("e", new Bencode.Row(List.of(new Bencode.Whole(302), new Bencode.Text(new byte[3]))))
                .with("r", new Bencode.Table().with("id", there.bytes())).with("t", number).with("y", "e").encode());

        assertThat(calls).containsExactly("failed 302");
    }

    @Test
    void nonsense_of_every_form_is_dropped() throws Exception {
        byte[] number = ask();
        for (Bencode.Table broken : List.of(new Bencode.Table(), new Bencode.Table().with("t", number), new Bencode.Table().with("t", number).with("y", "r"),
                new Bencode.Table().with("r", new Bencode.Table().with("id", new byte[19])).with("t", number).with("y", "r"),
                new Bencode.Table().with("r", 7).with("t", number).with("y", "r"), new Bencode.Table().with("t", number).with("y", 1))) {
            krpc.received(address(node), broken.encode());
        }
        assertThat(calls).isEmpty();
        krpc.received(address(node), reply(number));
        assertThat(calls).hasSize(1);
    }

    @Test
    void a_question_is_not_answered_and_disturbs_nothing() throws Exception {
        byte[] number = ask();
        for (int i = 0; i < 100; i++) {
            krpc.received(address(node), new Bencode.Table().with("a", new Bencode.Table().with("id", there.bytes())).with("q", "ping").with("t", number).with("y", "q").encode());
        }
        node.configureBlocking(false);
        assertThat(node.receive(ByteBuffer.allocate(100))).isNull();
        krpc.received(address(node), reply(number));
        assertThat(calls).hasSize(1);
    }

    @Test
    void who_is_slow_is_told_of_and_who_is_silent_is_given_up() throws Exception {
        ask();
        clock.advance(Duration.ofMillis(Krpc.SLOW_MS));
        assertThat(krpc.tick()).isTrue();
        assertThat(krpc.tick()).isTrue();
        clock.advance(Duration.ofMillis(Krpc.LOST_MS));
        assertThat(krpc.tick()).isFalse();

        assertThat(calls).containsExactly("slow", "failed");
    }

    @Test
    void open_questions_are_bounded() throws Exception {
        for (int i = 0; i < Krpc.MOST_OPEN; i++) {
            assertThat(krpc.ask(address(node), "ping", new Bencode.Table(), new Noting())).isTrue();
        }
        assertThat(krpc.ask(address(node), "ping", new Bencode.Table(), new Noting())).isFalse();
    }

    @Test
    void a_flood_costs_no_memory_and_the_answer_is_heard_behind_it() throws Exception {
        byte[] number = ask();
        Thread listener = new Thread(krpc::listen);
        listener.start();
        byte[] large = new byte[60_000];
        for (int i = 0; i < 2000; i++) {
            stranger.send(ByteBuffer.wrap(large), address(channel));
            stranger.send(ByteBuffer.wrap(reply(number)), address(channel));
        }
        while (krpc.waiting() > 0) { // packets may be lost in a flood
            node.send(ByteBuffer.wrap(reply(number)), address(channel));
            Thread.onSpinWait();
        }
        krpc.close();
        listener.join(5000);

        assertThat(listener.isAlive()).isFalse();
        assertThat(calls).containsExactly("answered by " + there);
    }
}
