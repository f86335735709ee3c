package dev.ferry.discovery.bluetooth.internal;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What is said to everybody who is near: {@code u8 version ‖ tag}, as data of {@link #SERVICE}. A classic announcement has 31 bytes; beside the three of the controller's flags,
 * two of a header and sixteen of the service's number there is room for ten.
 *
 * @param tag names the {@link Letter} that can be read from whoever says it, in hexadecimal digits; another as soon as the letter is another
 */
record Beacon(String tag) {
    static final String SERVICE = "b3c4a9f1-6d27-4f0e-9a58-f3e771d0c1e5";
    static final int TAG = 8;
    private static final byte VERSION = 1;

    byte[] encode() {
        return ByteBuffer.allocate(1 + TAG).put(VERSION).put(HexFormat.of().parseHex(tag)).array();
    }

    /** @param data as it came from the bus: a list of numbers, or anything else; empty for what is no beacon of this version */
    static Optional<Beacon> decode(Object data) {
        if (!(data instanceof List<?> bytes) || bytes.size() != 1 + TAG || !bytes.stream().allMatch(Byte.class::isInstance) || (Byte) bytes.get(0) != VERSION) {
            return Optional.empty();
        }
        StringBuilder tag = new StringBuilder();
        bytes.stream().skip(1).forEach(b -> tag.append(HexFormat.of().toHexDigits((Byte) b)));
        return Optional.of(new Beacon(tag.toString()));
    }
}
