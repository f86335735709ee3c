package dev.ferry.discovery.mdns.internal;

import dev.ferry.spi.discovery.Advertisement;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The advertisement's record inside a TXT record (RFC 6763 section 6): base64url, cut into {@code r0=…}, {@code r1=…} in order.
 *
 * <p>Text, because some resolvers treat values as UTF-8. An entry has at most 255 bytes; 800 bytes of record make 1,087 bytes of TXT, which leaves a
 * whole announcement inside one Ethernet frame.
 */
final class TxtRecord {
    private static final int MAX_ENTRY = 255;
    private static final int PREFIX = "r0=".length();
    private static final int MAX_ENTRIES = 5;

    private TxtRecord() { }

    static byte[] encode(byte[] record) {
        byte[] text = Base64.getUrlEncoder().withoutPadding().encode(record);
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + MAX_ENTRIES * (PREFIX + 1));
        for (int from = 0, number = 0; from < text.length; number++) {
            int length = Math.min(MAX_ENTRY - PREFIX, text.length - from);
            out.write(PREFIX + length);
            out.writeBytes(("r" + number + "=").getBytes(StandardCharsets.US_ASCII));
            out.write(text, from, length);
            from += length;
        }
        return out.toByteArray();
    }

    /** Empty for whatever {@link #encode} does not make: it came from the network. Entries with other keys are left alone. */
    static Optional<byte[]> decode(byte[] txt) {
        List<String> parts = new ArrayList<>();
        for (int at = 0; at < txt.length; ) {
            int length = txt[at] & 0xff;
            if (at + 1 + length > txt.length) {
                return Optional.empty();
            }
            String entry = new String(txt, at + 1, length, StandardCharsets.ISO_8859_1);
            if (parts.size() < MAX_ENTRIES && entry.startsWith("r" + parts.size() + "=")) {
                parts.add(entry.substring(PREFIX));
            }
            at += 1 + length;
        }
        try {
            byte[] record = Base64.getUrlDecoder().decode(String.join("", parts));
            return record.length == 0 || record.length > Advertisement.MAX_RECORD ? Optional.empty() : Optional.of(record);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
