package dev.ferry.tck.transport;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** As much of DER (X.690) as a throwaway certificate needs. */
final class Der {
    private Der() { }

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, join(parts));
    }

    /** {@code [0] EXPLICIT INTEGER 2}. */
    static byte[] version3() {
        return tagged(0xa0, integer(BigInteger.TWO));
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] nothing() {
        return tagged(0x05, new byte[0]);
    }

    /** A bit string of whole bytes. */
    static byte[] bits(byte[] value) {
        return tagged(0x03, join(new byte[1], value));
    }

    /** A generalized time, {@code yyyyMMddHHmmssZ}. */
    static byte[] time(String value) {
        return tagged(0x18, value.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] commonName(String value) {
        byte[] attribute = sequence(oid("2.5.4.3"), tagged(0x0c, value.getBytes(StandardCharsets.UTF_8)));
        return sequence(tagged(0x31, attribute));
    }

    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(40 * Integer.parseInt(arcs[0]) + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            int arc = Integer.parseInt(arcs[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >> shift != 0) {
                    out.write(0x80 | arc >> shift & 0x7f);
                }
            }
            out.write(arc & 0x7f);
        }
        return tagged(0x06, out.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int bytes = content.length > 0xffff ? 3 : content.length > 0xff ? 2 : 1;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(content.length >> 8 * i);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
