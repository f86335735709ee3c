package dev.ferry.discovery.mdns.internal;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whether a packet is a well-formed message (RFC 1035 section 4, RFC 6762 section 18) that concerns Ferry. Stricter than the standard where JmDNS is weaker: only ASCII names,
 * pointers to nothing but the beginnings of labels that were read before, addresses of the right length, an OPT record only at the end. Reads each byte once.
 */
final class MessageCheck {
    private static final int HEADER = 12;
    private static final int OPCODE_AND_RCODE = 0x780f;
    private static final int MAX_ENTRIES = 256;
    private static final int MAX_NAME = 255;
    /** RFC 6891 section 6.2.3. */
    private static final int LEAST_PAYLOAD = 512;
    private static final int A = 1;
    private static final int CNAME = 5;
    private static final int PTR = 12;
    private static final int AAAA = 28;
    private static final int SRV = 33;
    private static final int OPT = 41;

    private final ByteBuffer in;
    private final Predicate<String> hosts;
    /** Where labels begin, with the name from there on, lower case and with a dot at its end. */
    private final Map<Integer, String> names = new HashMap<>();
    private boolean concerned;

    private MessageCheck(ByteBuffer in, Predicate<String> hosts) {
        this.in = in;
        this.hosts = hosts;
    }

    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed() {
            super("malformed", null, false, false); // thrown for each packet of a flood: without a stack trace
        }
    }

    /** @param hosts host names that matter too, lower case and with a dot at their end */
    static boolean concerns(byte[] packet, int length, Predicate<String> hosts) {
        try {
            MessageCheck check = new MessageCheck(ByteBuffer.wrap(packet, 0, length), hosts);
            check.message();
            return check.concerned;
        } catch (Malformed e) {
            return false;
        }
    }

    private void message() throws Malformed {
        need(HEADER);
        in.getShort();
        require((in.getShort() & OPCODE_AND_RCODE) == 0);
        int questions = unsignedShort();
        int records = unsignedShort() + unsignedShort() + unsignedShort();
        require(questions + records <= MAX_ENTRIES);
        for (int i = 0; i < questions; i++) {
            note(name());
            need(4);
            in.getInt();
        }
        for (int i = 0; i < records; i++) {
            record(i == records - 1);
        }
        require(!in.hasRemaining());
    }

    private void record(boolean last) throws Malformed {
        note(name());
        need(10);
        int type = unsignedShort();
        int kind = unsignedShort();
        in.getInt();
        int length = unsignedShort();
        need(length);
        int end = in.position() + length;
        switch (type) {
            case A -> require(length == 4);
            case AAAA -> require(length == 16);
            case PTR, CNAME -> {
                note(name());
                require(in.position() == end);
            }
            case SRV -> {
                require(length > 6);
                in.position(in.position() + 6);
                name();
                require(in.position() == end);
            }
            case OPT -> require(last && kind >= LEAST_PAYLOAD);
            default -> { }
        }
        in.position(end);
    }

    private void note(String name) {
        concerned |= name.equals(PacedDns.TYPE) || name.endsWith("." + PacedDns.TYPE) || hosts.test(name);
    }

    private String name() throws Malformed {
        StringBuilder name = new StringBuilder();
        Map<Integer, Integer> labels = new HashMap<>();
        while (true) {
            need(1);
            int at = in.position();
            int length = in.get() & 0xff;
            if (length == 0) {
                break;
            }
            if (length >= 0xc0) {
                need(1);
                String rest = names.get((length & 0x3f) << 8 | in.get() & 0xff);
                require(rest != null);
                name.append(rest);
                require(name.length() <= MAX_NAME);
                break;
            }
            require(length < 0x40);
            need(length);
            labels.put(at, name.length());
            for (int i = 0; i < length; i++) {
                byte letter = in.get();
                require(letter >= 0x20 && letter < 0x7f);
                name.append((char) letter);
            }
            name.append('.');
            require(name.length() <= MAX_NAME);
        }
        String whole = name.toString().toLowerCase(Locale.ROOT);
        labels.forEach((at, start) -> names.put(at, whole.substring(start)));
        return whole;
    }

    private int unsignedShort() {
        return in.getShort() & 0xffff;
    }

    private void need(int bytes) throws Malformed {
        require(in.remaining() >= bytes);
    }

    private static void require(boolean condition) throws Malformed {
        if (!condition) {
            throw new Malformed();
        }
    }
}
