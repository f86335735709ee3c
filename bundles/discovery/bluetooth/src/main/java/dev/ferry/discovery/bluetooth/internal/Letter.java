package dev.ferry.discovery.bluetooth.internal;

import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What can be read from a device that says a {@link Beacon}: {@code u16 length ‖ record ‖ u8 number ‖ routes}. A value that can be read has at most 512 bytes, so it is cut into
 * parts: {@code u8 version ‖ tag ‖ u8 number of this part ‖ u8 parts ‖ bytes}. The tag is the beginning of the letter's digest.
 *
 * @param record signed, unread
 * @param routes where whoever is on the same network reaches the device
 */
record Letter(byte[] record, List<Route> routes) {
    /** Most bytes of a part: what an attribute can hold (Bluetooth Core, volume 3, part F, 3.2.9). */
    static final int PART = 512;
    /** Most parts of one letter. */
    static final int PARTS = 4;
    private static final byte VERSION = 1;
    private static final int HEAD = 1 + Beacon.TAG + 2;
    private static final int ROUTES = 16;
    private static final byte[] LABEL = "ferry-bluetooth-v1".getBytes(StandardCharsets.US_ASCII);

    Letter {
        routes = routes.stream().limit(ROUTES).toList();
    }

    static Letter of(Advertisement advertisement) {
        return new Letter(advertisement.record(), advertisement.routes().stream().filter(Endpoints::expressible).toList());
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(record.length >> 8);
        out.write(record.length);
        out.writeBytes(record);
        out.write(routes.size());
        routes.forEach(route -> out.writeBytes(Endpoints.encode(route)));
        return out.toByteArray();
    }

    Beacon beacon() {
        return new Beacon(tag(bytes()));
    }

    List<byte[]> parts() {
        byte[] bytes = bytes();
        int room = PART - HEAD;
        int count = (bytes.length + room - 1) / room;
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] piece = Arrays.copyOfRange(bytes, i * room, Math.min(bytes.length, (i + 1) * room));
            parts.add(ByteBuffer.allocate(HEAD + piece.length).put(VERSION).put(HexFormat.of().parseHex(tag(bytes))).put((byte) i).put((byte) count).put(piece).array());
        }
        return parts;
    }

    /** The letters that are whole and what their tags say, by tag; whatever else is among the parts is left alone. */
    static Map<String, Letter> assemble(List<byte[]> parts) {
        Map<Cut, Map<Integer, byte[]>> pieces = new HashMap<>();
        for (byte[] part : parts) {
            if (part.length > HEAD && part.length <= PART && part[0] == VERSION && part[HEAD - 2] >= 0 && part[HEAD - 2] < part[HEAD - 1] && part[HEAD - 1] <= PARTS) {
                Cut cut = new Cut(HexFormat.of().formatHex(part, 1, 1 + Beacon.TAG), part[HEAD - 1]);
                pieces.computeIfAbsent(cut, c -> new TreeMap<>()).putIfAbsent((int) part[HEAD - 2], Arrays.copyOfRange(part, HEAD, part.length));
            }
        }
        Map<String, Letter> letters = new HashMap<>();
        pieces.forEach((cut, numbered) -> {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            numbered.values().forEach(whole::writeBytes);
            if (numbered.size() == cut.parts() && tag(whole.toByteArray()).equals(cut.tag())) {
                decode(whole.toByteArray()).ifPresent(letter -> letters.put(cut.tag(), letter));
            }
        });
        return letters;
    }

    /** What the parts of one letter have in common. */
    private record Cut(String tag, int parts) { }

    static Optional<Letter> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            int length = in.getShort() & 0xffff;
            if (length == 0 || length > Advertisement.MAX_RECORD || length > in.remaining()) {
                return Optional.empty();
            }
            byte[] record = new byte[length];
            in.get(record);
            int count = in.get() & 0xff;
            List<Route> routes = new ArrayList<>();
            for (int i = 0; i < Math.min(count, ROUTES); i++) {
                Endpoints.decode(in).ifPresent(routes::add);
            }
            return Optional.of(new Letter(record, routes));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String tag(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(LABEL);
            return HexFormat.of().formatHex(digest.digest(bytes), 0, Beacon.TAG);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
