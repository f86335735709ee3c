package dev.ferry.discovery.dht.internal;

import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What lies under the seal, {@link Place#ROOM} bytes:
 *
 * <pre>
 * u8 version = 1 ‖ u48 written, milliseconds since 1970 ‖ u8 n ‖ n × (u16 length ‖ record ‖ u8 r ‖ r × route) ‖ zeros
 * </pre>
 *
 * No entry at all means that the device has withdrawn.
 */
record Contents(Instant written, List<Entry> entries) {
    private static final byte VERSION = 1;
    private static final int MOST_ENTRIES = 8;
    private static final int MOST_ROUTES = 16;

    /** A signed record, unread, and where its device listens. */
    record Entry(byte[] record, List<Route> routes) { }

    /** The advertisements, newest first; what does not fit is left out, at the end first. */
    static byte[] encode(Instant written, List<Advertisement> advertisements) {
        ByteBuffer out = ByteBuffer.allocate(Place.ROOM);
        out.put(VERSION).putShort((short) (written.toEpochMilli() >> 32)).putInt((int) written.toEpochMilli());
        int count = out.position();
        out.put((byte) 0);
        for (Advertisement advertisement : advertisements) {
            byte[] record = advertisement.record();
            List<byte[]> routes = fitting(Endpoints.encode(advertisement.routes()), out.remaining() - 2 - record.length - 1);
            if (!routes.isEmpty() && out.get(count) < MOST_ENTRIES) {
                out.putShort((short) record.length).put(record).put((byte) routes.size());
                routes.forEach(out::put);
                out.put(count, (byte) (out.get(count) + 1));
            }
        }
        return out.array();
    }

    private static List<byte[]> fitting(List<byte[]> routes, int room) {
        List<byte[]> fitting = new ArrayList<>();
        int left = room;
        for (byte[] route : routes) {
            if (route.length <= left && fitting.size() < MOST_ROUTES) {
                fitting.add(route);
                left -= route.length;
            }
        }
        return fitting;
    }

    /** @return empty unless every byte is as the format says */
    static Optional<Contents> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.get() != VERSION) {
                return Optional.empty();
            }
            Instant written = Instant.ofEpochMilli((in.getShort() & 0xffffL) << 32 | in.getInt() & 0xffff_ffffL);
            List<Entry> entries = new ArrayList<>();
            for (int left = within(in.get(), 0, MOST_ENTRIES); left > 0; left--) {
                byte[] record = new byte[within(in.getShort(), 1, Advertisement.MAX_RECORD)];
                in.get(record);
                List<Route> routes = new ArrayList<>();
                for (int more = within(in.get(), 1, MOST_ROUTES); more > 0; more--) {
                    routes.add(Endpoints.decode(in));
                }
                entries.add(new Entry(record, routes));
            }
            byte[] rest = Arrays.copyOfRange(bytes, in.position(), bytes.length);
            return Arrays.equals(rest, new byte[rest.length]) ? Optional.of(new Contents(written, entries)) : Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int within(int number, int least, int most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException("Out of range");
        }
        return number;
    }
}
