package dev.ferry.tck.transport;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.model.Link;
import dev.ferry.spi.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** T1 to T12: the bytes of a link, and its end. */
abstract class ChannelRules extends TransportFixture {
    /** Of a blocked call after an end, as the contract says, and a second for a slow machine. */
    private static final long SOON_SECONDS = 2;
    /** A channel's own few MiB and what the system's buffers hold. */
    private static final long BOUND = 32L << 20;

    ChannelRules(String id, Supplier<? extends Transport> dialling, Supplier<? extends Transport> accepting) {
        super(id, dialling, accepting);
    }

    /** Both directions at once, direct and heap buffers, whole and odd sizes. */
    @Test
    @DisplayName("T1 bytes arrive as they were written, in order, in both directions at once")
    void t01_bytes_arrive_in_order() throws Exception {
        Ends ends = connect();
        byte[] there = noise(5_000_003, 1);
        byte[] back = noise(3_000_001, 2);
        Future<byte[]> accepted = meanwhile(() -> read(ends.accepted(), there.length, ByteBuffer.allocateDirect(256 * 1024)));
        Future<byte[]> dialled = meanwhile(() -> read(ends.dialled(), back.length, ByteBuffer.allocate(7_777)));
        Future<?> answer = meanwhile(() -> {
            ends.accepted().channel().write(ByteBuffer.wrap(back));
            return null;
        });
        for (int from = 0, size = 1; from < there.length; from += size, size = size * 3 + 1) {
            ByteBuffer piece = direct(Arrays.copyOfRange(there, from, Math.min(there.length, from + size)));
            ends.dialled().channel().write(piece);
            assertThat(piece.hasRemaining()).isFalse();
        }
        answer.get(20, SECONDS);
        assertThat(accepted.get(20, SECONDS)).isEqualTo(there);
        assertThat(dialled.get(20, SECONDS)).isEqualTo(back);
    }

    /** Reading with little room, down to one byte, loses nothing. */
    @Test
    @DisplayName("T2 a read takes what fits its target and leaves the rest for the next")
    void t02_small_targets_lose_nothing() throws Exception {
        Ends ends = connect();
        byte[] sent = noise(100_000, 3);
        ends.dialled().channel().write(ByteBuffer.wrap(sent));
        byte[] first = read(ends.accepted(), 1_000, ByteBuffer.allocateDirect(1));
        byte[] second = read(ends.accepted(), 9_000, ByteBuffer.allocate(13));
        byte[] rest = read(ends.accepted(), 90_000, ByteBuffer.allocateDirect(70_000));
        assertThat(ByteBuffer.allocate(sent.length).put(first).put(second).put(rest).array()).isEqualTo(sent);
    }

    /** Several buffers, some empty, some tiny, some larger than any record; two threads at once. */
    @Test
    @DisplayName("T3 a gathering write is one unit that no other write divides")
    void t03_a_gathering_write_is_one_unit() throws Exception {
        Ends ends = connect();
        int[] parts = {4, 0, 70_000, 1, 300, 16_384, 20_000};
        int unit = Arrays.stream(parts).sum();
        int rounds = 40;
        List<Future<?>> writers = new ArrayList<>();
        for (byte mark = 1; mark <= 2; mark++) {
            byte fill = mark;
            writers.add(meanwhile(() -> {
                for (int round = 0; round < rounds; round++) {
                    ends.dialled().channel().write(Arrays.stream(parts).mapToObj(size -> filled(size, fill)).toArray(ByteBuffer[]::new));
                }
                return null;
            }));
        }
        for (int i = 0; i < 2 * rounds; i++) {
            byte[] read = read(ends.accepted(), unit);
            byte[] expected = new byte[unit];
            Arrays.fill(expected, read[0]);
            assertThat(read).isEqualTo(expected);
        }
        for (Future<?> writer : writers) {
            writer.get(20, SECONDS);
        }
    }

    private static ByteBuffer filled(int size, byte fill) {
        ByteBuffer buffer = size % 2 == 0 ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        while (buffer.hasRemaining()) {
            buffer.put(fill);
        }
        return buffer.flip();
    }

    @Test
    @DisplayName("T4 when a write returns its buffers may be used for something else")
    void t04_buffers_may_be_reused() throws Exception {
        Ends ends = connect();
        ByteBuffer buffer = ByteBuffer.allocateDirect(100_000);
        int rounds = 50;
        Future<byte[]> reader = meanwhile(() -> read(ends.accepted(), rounds * buffer.capacity()));
        for (int round = 0; round < rounds; round++) {
            buffer.clear();
            while (buffer.hasRemaining()) {
                buffer.put((byte) round);
            }
            ends.dialled().channel().write(buffer.flip());
        }
        byte[] read = reader.get(20, SECONDS);
        for (int round = 0; round < rounds; round++) {
            byte[] expected = new byte[buffer.capacity()];
            Arrays.fill(expected, (byte) round);
            assertThat(Arrays.copyOfRange(read, round * expected.length, (round + 1) * expected.length)).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("T5 a write waits while the other side does not read, and what is held is bounded")
    void t05_back_pressure_bounds_memory() throws Exception {
        Ends ends = connect();
        long wanted = 2 * BOUND;
        Flood flood = new Flood(ends.dialled(), wanted);
        Future<?> writer = meanwhile(flood);
        flood.awaitStall();
        assertThat(writer.isDone()).as("the writer waits").isFalse();
        assertThat(flood.accepted()).isLessThan(BOUND);
        read(ends.accepted(), (int) wanted);
        writer.get(20, SECONDS);
    }

    @Test
    @DisplayName("T6 closing here waits for nobody and lets a blocked reader and a blocked writer go within a second")
    void t06_close_here_unblocks() throws Exception {
        Ends ends = connect();
        Future<?> reader = meanwhile(() -> ends.dialled().channel().read(ByteBuffer.allocate(1)));
        Flood flood = new Flood(ends.dialled(), Long.MAX_VALUE);
        Future<?> writer = meanwhile(flood);
        flood.awaitStall();
        long start = System.nanoTime();
        ends.dialled().close();
        assertThat(System.nanoTime() - start).as("close itself waits for nobody").isLessThan(SECONDS.toNanos(1));
        assertThatThrownBy(() -> reader.get(SOON_SECONDS, SECONDS)).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> writer.get(SOON_SECONDS, SECONDS)).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("T7 closing there ends a blocked reader in an orderly way")
    void t07_close_there_ends_a_reader() throws Exception {
        Ends ends = connect();
        Future<Integer> reader = meanwhile(() -> ends.dialled().channel().read(ByteBuffer.allocate(1)));
        assertThatThrownBy(() -> reader.get(200, MILLISECONDS)).isInstanceOf(TimeoutException.class);
        ends.accepted().close();
        assertThat(reader.get(SOON_SECONDS, SECONDS)).isEqualTo(-1);
        assertThat(ends.dialled().channel().read(ByteBuffer.allocate(1))).as("again").isEqualTo(-1);
    }

    @Test
    @DisplayName("T8 closing there lets a blocked writer go within a second, and refuses what follows")
    void t08_close_there_unblocks_a_writer() throws Exception {
        Ends ends = connect();
        Flood flood = new Flood(ends.dialled(), Long.MAX_VALUE);
        Future<?> writer = meanwhile(flood);
        flood.awaitStall();
        ends.accepted().close();
        assertThatThrownBy(() -> writer.get(SOON_SECONDS, SECONDS)).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
    }

    /** Also while bytes of the other side lie unread here, which makes a careless close a reset that destroys what is under way. */
    @Test
    @DisplayName("T9 bytes that a write accepted arrive though the link is closed at once")
    void t09_accepted_bytes_arrive() throws Exception {
        for (int round = 0; round < 3; round++) {
            Ends ends = connect();
            byte[] sent = noise(900_000 + round, round);
            Flood unread = new Flood(ends.accepted(), Long.MAX_VALUE);
            Future<?> writer = meanwhile(unread);
            unread.awaitStall();
            ends.dialled().channel().write(ByteBuffer.wrap(sent));
            ends.dialled().close();
            assertThat(read(ends.accepted(), sent.length)).isEqualTo(sent);
            assertThat(ends.accepted().channel().read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThatThrownBy(() -> writer.get(SOON_SECONDS, SECONDS)).isInstanceOf(ExecutionException.class);
            ends.accepted().close();
        }
    }

    /** The end may come before the accepting side has finished its part of the handshake. */
    @Test
    @DisplayName("T10 who dials, writes and closes at once is heard")
    void t10_a_short_visit_is_heard() throws Exception {
        var listener = listen();
        for (int round = 0; round < 20; round++) {
            byte[] sent = noise(1 + 5_000 * round, round);
            try (Link visit = dialling.connect(route(listener.port()), ThrowawayCredentials.fresh(), PATIENCE)) {
                visit.channel().write(ByteBuffer.wrap(sent));
            }
            Link accepted = tray.next();
            assertThat(read(accepted, sent.length)).isEqualTo(sent);
            assertThat(accepted.channel().read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("T11 a closed link stays closed: twice is fine, reads and writes throw")
    void t11_closed_stays_closed() throws Exception {
        Ends ends = connect();
        ends.dialled().channel().close();
        ends.dialled().close();
        ends.dialled().channel().close();
        assertThatThrownBy(() -> ends.dialled().channel().read(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ends.dialled().channel().write(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        assertThat(ends.accepted().channel().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    @DisplayName("T12 links do not touch each other")
    void t12_many_links() throws Exception {
        int count = 32;
        var listener = listen();
        List<Future<byte[]>> echoes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Link dialled = dial(listener);
            Link accepted = tray.next();
            byte[] sent = noise(300_000 + i, i);
            echoes.add(meanwhile(() -> {
                accepted.channel().write(ByteBuffer.wrap(read(accepted, sent.length)));
                return sent;
            }));
            echoes.add(meanwhile(() -> {
                Future<byte[]> echo = meanwhile(() -> read(dialled, sent.length));
                dialled.channel().write(direct(sent));
                assertThat(echo.get(30, SECONDS)).isEqualTo(sent);
                return sent;
            }));
        }
        for (Future<byte[]> echo : echoes) {
            assertThat(echo.get(40, SECONDS)).isNotEmpty();
        }
    }
}
