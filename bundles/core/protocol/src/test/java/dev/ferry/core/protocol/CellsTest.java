package dev.ferry.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Grant;
import dev.ferry.core.protocol.wire.ManifestEnd;
import dev.ferry.core.protocol.wire.Ping;
import dev.ferry.core.protocol.wire.SourceEnd;
import dev.ferry.tck.vector.Vectors;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What goes over the link of a drop. */
class CellsTest {
    private static final byte[] NONE = new byte[0];

    private final Recorded wire = new Recorded(30_000);
    private final FrameWriter writer = new FrameWriter(wire);

    private FrameReader reader() {
        FrameReader reader = new FrameReader(wire, FrameLimits.AUTHENTICATED);
        reader.inCells();
        return reader;
    }

    private static Control ping(long id) {
        return Control.newBuilder().setPing(Ping.newBuilder().setId(id)).build();
    }

    private static Control grant(long bytes) {
        return Control.newBuilder().setGrant(Grant.newBuilder().setBytes(bytes)).build();
    }

    private static Control sourceEnd() {
        return Control.newBuilder().setSourceEnd(SourceEnd.newBuilder().setStream(1)).build();
    }

    private static byte[] noise(int seed, int length) {
        byte[] noise = new byte[length];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    /** A stranger that is let in and sent away at once shall not leave half a megabyte to the collector. */
    @Test
    void whatIsNotUsedTakesNoMemory() {
        int count = 200;
        List<Object> kept = new ArrayList<>();
        long before = direct();
        for (int i = 0; i < count; i++) {
            FrameReader unused = new FrameReader(wire, FrameLimits.UNAUTHENTICATED);
            FrameWriter silent = new FrameWriter(wire);
            unused.inCells();
            silent.inCells();
            kept.add(List.of(unused, silent));
        }
        assertThat(direct() - before).isLessThan(2L * kept.size() * DataHeader.PREFIX + 2L * kept.size() * FrameLimits.UNAUTHENTICATED.control());
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream().filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getTotalCapacity).sum();
    }

    @Test
    void framesComeBackInOrderAndWhole() throws IOException {
        writer.inCells();
        Random random = new Random(3);
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            payloads.add(noise(i, i == 0 ? 0 : i == 1 ? FrameLimits.MAX_PAYLOAD : i < 6 ? Cells.CONTENT - 22 - 16 - 3 + i : random.nextInt(1 << 4 + i % 14)));
            writer.send(ping(i));
            writer.send(3, i, i, ByteBuffer.wrap(payloads.get(i)), new byte[16], NONE);
            if (i % 3 == 0) {
                writer.flush();
                writer.flush();
            }
            if (i % 7 == 0) {
                writer.send(sourceEnd());
            }
        }
        writer.flush();
        wire.cells();
        FrameReader reader = reader();
        for (int i = 0; i < payloads.size(); i++) {
            assertThat(reader.next()).isEqualTo(new Frame.Message(ping(i)));
            assertThat(((Frame.Data) reader.next()).payload()).isEqualTo(ByteBuffer.wrap(payloads.get(i)));
            if (i % 7 == 0) {
                assertThat(reader.next()).isEqualTo(new Frame.Message(sourceEnd()));
            }
        }
        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
    }

    @Test
    void whatCameBeforeTheTurnIsReadAsItWas() throws IOException {
        writer.send(ping(1));
        writer.inCells();
        writer.send(ping(2));
        writer.flush();
        FrameReader reader = new FrameReader(wire, FrameLimits.AUTHENTICATED);
        assertThat(reader.next()).isEqualTo(new Frame.Message(ping(1)));
        reader.inCells();
        assertThat(reader.next()).isEqualTo(new Frame.Message(ping(2)));
    }

    @Test
    void whatDoesNotFillACellWaitsUntilItIsFlushed() throws IOException {
        writer.inCells();
        writer.send(grant(7));
        assertThat(wire.cells()).isZero();
        writer.flush();
        assertThat(wire.cells()).isEqualTo(1);
        writer.send(1, 0, 0, ByteBuffer.allocate(2 * Cells.CONTENT), NONE, NONE);
        assertThat(wire.cells()).isEqualTo(3);
        writer.flush();
        assertThat(wire.cells()).isEqualTo(4);
    }

    /** Two senders of as much in other pieces, of which one was made to wait again and again. */
    @Test
    void howManyCellsThereAreTellsOnlyAboutHowMuchItWas() throws IOException {
        assertThat(cells(3_000_000, 1, false)).isEqualTo(cells(3_000_000, 1, true)).isEqualTo(cells(2_990_000, 30, false)).isEqualTo(cells(2_990_000, 30, true)).isEqualTo(192);
        assertThat(cells(0, 1, false)).isEqualTo(cells(10_000, 3, true)).isEqualTo(4);
    }

    /** Cells of a sender with so many bytes in so many files. */
    private static int cells(int bytes, int files, boolean interrupted) throws IOException {
        Recorded wire = new Recorded(30_000);
        FrameWriter writer = new FrameWriter(wire);
        writer.inCells();
        for (int i = 0; i < files; i++) {
            byte[] content = noise(i, bytes / files);
            int at = 0;
            do {
                int room = Math.min(FrameLimits.MAX_PAYLOAD, content.length - at);
                writer.send(1, i, at, ByteBuffer.wrap(content, at, room), new byte[16], NONE);
                at += room;
            } while (at < content.length);
            if (interrupted && i < 2) {
                writer.flush();
            }
        }
        writer.send(sourceEnd());
        return wire.cells();
    }

    @Test
    void theNumberOfCellsIsRoundedUpByLittle() {
        long before = 0;
        int steps = 0;
        for (long full = 0; full < 1L << 20; full += Math.max(1, full / 500)) {
            long padded = Cells.padded(full * Cells.CONTENT, full);
            assertThat(padded).isGreaterThanOrEqualTo(full + 3).isGreaterThanOrEqualTo(before);
            assertThat(padded).as("%d", full).isLessThanOrEqualTo(full <= 60 ? Math.max(4, 2 * (full + 3)) : (full + full / 64 + 3) * 17 / 16);
            steps += padded == before ? 0 : 1;
            before = padded;
        }
        assertThat(steps).as("a size up to 16 GiB is one of few").isLessThan(400);
        assertThat(Cells.padded(0, 5)).as("more were sent than were needed").isEqualTo(8);
    }

    @Test
    void eachPartOfTheTalkIsPaddedForItself() throws IOException {
        writer.inCells();
        writer.send(Control.newBuilder().setManifestEnd(ManifestEnd.newBuilder().setStream(1)).build());
        assertThat(wire.cells()).isEqualTo(4);
        writer.send(1, 0, 0, ByteBuffer.wrap(noise(1, 100_000)), NONE, NONE);
        writer.send(sourceEnd());
        assertThat(wire.cells()).isEqualTo(4 + 16);
    }

    /** What a sender says of itself in sizes it says of this side too. */
    @Test
    void aLastWordThatIsNotPaddedIsRefused() throws IOException {
        writer.inCells();
        writer.send(Control.newBuilder().setManifestEnd(ManifestEnd.newBuilder().setStream(1)).build());
        writer.send(1, 0, 0, ByteBuffer.wrap(noise(1, 100_000)), NONE, NONE);
        writer.send(sourceEnd());
        byte[] whole = Arrays.copyOf(wire.bytes.array(), wire.bytes.position());
        assertThat(whole.length / Cells.SIZE).as("of which the first three and eight more hold nothing").isEqualTo(4 + 16);

        readAll(read(whole));
        assertThatThrownBy(() -> readAll(read(without(whole, 0)))).as("a cell too few").isInstanceOf(ProtocolException.class).hasMessageContaining("3 cells up to a last word");
        for (int fewer = 1; fewer <= 8; fewer++) {
            byte[] cut = whole;
            for (int i = 0; i < fewer; i++) {
                cut = without(cut, 4 + 7);
            }
            byte[] less = cut;
            assertThatThrownBy(() -> readAll(read(less))).as("%d too few behind a part that is right", fewer).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining(16 - fewer + " cells up to a last word");
        }
        byte[] more = whole;
        for (int i = 1; i < 16; i++) {
            more = with(more, 4);
            byte[] odd = more;
            assertThatThrownBy(() -> readAll(read(odd))).as("%d too many", i).isInstanceOf(ProtocolException.class).hasMessageContaining(16 + i + " cells up to a last word");
        }
        // Somebody had to wait again and again: as if it had been more.
        readAll(read(with(more, 4)));
    }

    @Test
    void whatStandsBehindALastWordInItsCellIsRefused() throws IOException {
        writer.inCells();
        writer.send(sourceEnd());
        byte[] whole = Arrays.copyOf(wire.bytes.array(), wire.bytes.position());
        Recorded bare = new Recorded(30_000);
        new FrameWriter(bare).send(ping(7));
        ByteBuffer last = ByteBuffer.wrap(whole, 3 * Cells.SIZE, Cells.SIZE).slice();
        int used = last.getShort(0);
        last.put(Cells.HEADER + used, bare.bytes.array(), 0, bare.bytes.position()).putShort(0, (short) (used + bare.bytes.position()));
        assertThatThrownBy(() -> readAll(read(whole))).isInstanceOf(ProtocolException.class).hasMessageContaining("behind a last word");
    }

    private static void readAll(FrameReader reader) throws IOException {
        try {
            while (true) {
                reader.next();
            }
        } catch (EOFException e) {
            assertThat(e).hasMessageContaining("closed the connection");
        }
    }

    /** Without a cell that holds nothing. */
    private static byte[] without(byte[] cells, int at) {
        assertThat(ByteBuffer.wrap(cells).getShort(at * Cells.SIZE)).as("cell %d", at).isZero();
        return ByteBuffer.allocate(cells.length - Cells.SIZE).put(cells, 0, at * Cells.SIZE).put(cells, (at + 1) * Cells.SIZE, cells.length - (at + 1) * Cells.SIZE).array();
    }

    private static byte[] with(byte[] cells, int at) {
        return ByteBuffer.allocate(cells.length + Cells.SIZE).put(cells, 0, at * Cells.SIZE).put(new byte[Cells.SIZE]).put(cells, at * Cells.SIZE, cells.length - at * Cells.SIZE).array();
    }

    /** No other size can be said: whatever else comes is a cell of other content, and no legal one. */
    @Test
    void whatIsNoCellIsRefused() throws IOException {
        FrameWriter bare = new FrameWriter(wire);
        bare.send(ping(1));
        bare.send(1, 0, 0, ByteBuffer.wrap(noise(1, 2 * Cells.SIZE)), new byte[16], NONE);
        assertThatThrownBy(reader()::next).as("frames without cells").isInstanceOf(ProtocolException.class).hasMessageContaining("zeros");
    }

    @Test
    void aCellThatIsNotFilledWithZerosIsRefused() throws IOException {
        for (int at : new int[] {Cells.HEADER + 9, Cells.SIZE / 2, Cells.SIZE - 1}) {
            byte[] cell = cell();
            cell[at] = 1;
            assertThatThrownBy(read(cell)::next).as("byte %d", at).isInstanceOf(ProtocolException.class).hasMessageContaining("zeros");
        }
    }

    @Test
    void aCellThatIsLongerThanItselfIsRefused() throws IOException {
        for (int used : new int[] {Cells.CONTENT + 1, 0x8000, 0xFFFF}) {
            byte[] cell = cell();
            ByteBuffer.wrap(cell).putShort(0, (short) used);
            assertThatThrownBy(read(cell)::next).isInstanceOf(ProtocolException.class).hasMessageContaining(used + " bytes of it are used");
        }
    }

    @Test
    void aCellThatIsCutOffIsTheEndOfTheConnection() throws IOException {
        assertThatThrownBy(read(Arrays.copyOf(cell(), Cells.SIZE - 1))::next).isInstanceOf(EOFException.class);
        assertThat(read(cell()).next()).isEqualTo(new Frame.Message(ping(1)));
    }

    private static byte[] cell() throws IOException {
        Recorded wire = new Recorded(30_000);
        FrameWriter writer = new FrameWriter(wire);
        writer.inCells();
        writer.send(ping(1));
        writer.flush();
        return Arrays.copyOf(wire.bytes.array(), Cells.SIZE);
    }

    private static FrameReader read(byte[] bytes) {
        Recorded wire = new Recorded(30_000);
        wire.write(ByteBuffer.wrap(bytes));
        FrameReader reader = new FrameReader(wire, FrameLimits.AUTHENTICATED);
        reader.inCells();
        return reader;
    }

    @Test
    void theVectorsHold() throws Exception {
        Vectors vectors = Vectors.of("cells");
        byte[] cell = cell();
        vectors.in("a ping with the id 1").put("used", (long) ByteBuffer.wrap(cell).getShort()).put("begins", Arrays.copyOf(cell, 16)).put("sha-256", sha256(cell));
        byte[] noise = new byte[40_000];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) (i * 31 + (i >> 8));
        }
        writer.inCells();
        writer.send(1, 2, 3, ByteBuffer.wrap(noise), new byte[16], NONE);
        writer.send(sourceEnd());
        byte[] all = Arrays.copyOf(wire.bytes.array(), wire.bytes.position());
        vectors.in("a data frame and SourceEnd").put("stream", 1L).put("file", 2L).put("offset", 3L).put("payload", "40000 bytes, byte i = (i * 31 + floor(i / 256)) mod 256")
                .put("check", new byte[16]).put("cells", (long) wire.cells()).put("sha-256", sha256(all));
        for (long full : new long[] {0, 1, 5, 13, 29, 60, 61, 100, 1000, 320_000}) {
            vectors.in("cells for " + full + " full ones").put("sent", Cells.padded(full * Cells.CONTENT, full));
        }
        vectors.verify();
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
