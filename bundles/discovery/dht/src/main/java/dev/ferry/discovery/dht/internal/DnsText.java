package dev.ferry.discovery.dht.internal;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The TXT record {@code _ferry} of a key's DNS message (RFC 1035), and no more of DNS than that. */
final class DnsText {
    private static final String LABEL = "_ferry";
    private static final int HEADER = 12;
    private static final int ANSWER = 0x8000;
    private static final int TXT = 16;
    private static final int INTERNET = 1;
    private static final int TTL_SECONDS = 300;
    private static final int MOST_RECORDS = 64;
    private static final int MOST_JUMPS = 8;

    private DnsText() { }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** @param strings each of at most 255 bytes; none for a message without the record */
    static byte[] message(String key, List<byte[]> strings) {
        int length = strings.stream().mapToInt(string -> 1 + string.length).sum();
        ByteBuffer out = ByteBuffer.allocate(HEADER + 1 + LABEL.length() + 1 + key.length() + 1 + 10 + length);
        out.putShort((short) 0).putShort((short) ANSWER).putShort((short) 0).putShort((short) (strings.isEmpty() ? 0 : 1)).putInt(0);
        if (!strings.isEmpty()) {
            out.put((byte) LABEL.length()).put(ascii(LABEL)).put((byte) key.length()).put(ascii(key)).put((byte) 0);
            out.putShort((short) TXT).putShort((short) INTERNET).putInt(TTL_SECONDS).putShort((short) length);
            strings.forEach(string -> out.put((byte) string.length).put(string));
        }
        byte[] message = new byte[out.position()];
        out.flip().get(message);
        return message;
    }

    /** @return empty where it is no DNS message; no strings where it has no such record */
    static Optional<List<byte[]>> strings(byte[] message, String key) {
        try {
            ByteBuffer in = ByteBuffer.wrap(message);
            in.position(4);
            int questions = in.getShort() & 0xffff;
            int records = in.getShort() & 0xffff;
            in.position(HEADER);
            if (questions != 0 || records > MOST_RECORDS) {
                return Optional.empty();
            }
            List<byte[]> strings = List.of();
            for (int i = 0; i < records; i++) {
                String name = name(in);
                int type = in.getShort() & 0xffff;
                in.position(in.position() + 6);
                byte[] data = new byte[in.getShort() & 0xffff];
                if (data.length > in.remaining()) {
                    return Optional.empty();
                }
                in.get(data);
                if (type == TXT && name.equalsIgnoreCase(LABEL + "." + key) && strings.isEmpty()) {
                    strings = split(data);
                }
            }
            return Optional.of(strings);
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** With pointers (RFC 1035, 4.1.4), which other writers use; they only lead back, and not often. */
    private static String name(ByteBuffer in) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        ByteBuffer at = in;
        for (int jumps = 0; ; ) {
            int length = at.get() & 0xff;
            if (length == 0) {
                return text(name.toByteArray());
            }
            if (length >= 0xc0) {
                int before = at.position() - 1;
                int target = (length & 0x3f) << 8 | at.get() & 0xff;
                if (target >= before || ++jumps > MOST_JUMPS) {
                    throw new IllegalArgumentException("A name that leads nowhere");
                }
                at = in.duplicate().position(target);
            } else {
                byte[] label = new byte[length];
                at.get(label);
                if (name.size() > 0) {
                    name.write('.');
                }
                name.writeBytes(label);
            }
        }
    }

    private static List<byte[]> split(byte[] data) {
        List<byte[]> strings = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(data);
        while (in.hasRemaining()) {
            byte[] string = new byte[in.get() & 0xff];
            in.get(string);
            strings.add(string);
        }
        return strings;
    }
}
