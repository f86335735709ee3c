package dev.ferry.core.protocol.crypto;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The binary form of a {@link Ticket}, which describes it. */
final class TicketCodec {
    private static final int VERSION = 1;
    private static final int CHECK_LENGTH = 4;
    private static final int NAME_FLAG = 0x80;
    private static final byte[] CHECK_LABEL = Hkdf.label("ferry-ticket-v1");

    private TicketCodec() {
    }

    static byte[] encode(Ticket ticket) {
        ByteBuffer out = ByteBuffer.allocate(Ticket.MAX_BYTES);
        byte[] secret = ticket.secret();
        try {
            out.put((byte) VERSION).put((byte) ticket.purpose().number());
            out.putInt((int) ticket.expiry().getEpochSecond());
            out.put(secret).putShort((short) ticket.nameplate()).put((byte) ticket.routes().size());
            ticket.routes().forEach(route -> put(out, route));
            byte[] body = Arrays.copyOf(out.array(), out.position());
            out.put(check(body));
            Wipe.bytes(body);
            return Arrays.copyOf(out.array(), out.position());
        } catch (BufferOverflowException e) {
            throw new IllegalArgumentException("the routes make the ticket longer than " + Ticket.MAX_BYTES + " bytes");
        } finally {
            Wipe.bytes(secret, out.array());
        }
    }

    private static void put(ByteBuffer out, TicketRoute route) {
        byte[] transport = route.transport().getBytes(StandardCharsets.US_ASCII);
        out.put((byte) transport.length).put(transport);
        byte[] address = route.address().orElse(new byte[0]);
        if (address.length > 0) {
            out.put((byte) address.length).put(address);
        } else {
            byte[] name = route.host().getBytes(StandardCharsets.US_ASCII);
            out.put((byte) (NAME_FLAG | name.length)).put(name);
        }
        out.putShort((short) route.port());
    }

    static Ticket decode(byte[] bytes) throws CodeFormatException {
        int bodyLength = bytes.length - CHECK_LENGTH;
        if (bodyLength < 1 || bytes.length > Ticket.MAX_BYTES) {
            throw new CodeFormatException("The ticket is not complete. Copy it again, from FERRY: to its end.");
        }
        if (bytes[0] != VERSION) {
            throw new CodeFormatException("The ticket was made by a newer Ferry. Update this one to use it.");
        }
        byte[] body = Arrays.copyOf(bytes, bodyLength);
        try {
            if (!Arrays.equals(check(body), Arrays.copyOfRange(bytes, bodyLength, bytes.length))) {
                throw new CodeFormatException("The ticket has a wrong or missing letter. Copy or scan it again.");
            }
            return body(ByteBuffer.wrap(body, 1, bodyLength - 1));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            // With a right check sum this is no slip in copying; the cause may quote the ticket, so it stays here.
            throw new CodeFormatException("The ticket is damaged or was not made by Ferry. Ask for a new one.");
        } finally {
            Wipe.bytes(body);
        }
    }

    private static Ticket body(ByteBuffer in) {
        Purpose purpose = Purpose.of(in.get()).filter(p -> !p.ofPairs())
                .orElseThrow(() -> new IllegalArgumentException("no such purpose"));
        Instant expiry = Instant.ofEpochSecond(Integer.toUnsignedLong(in.getInt()));
        byte[] secret = new byte[Ticket.SECRET_LENGTH];
        in.get(secret);
        boolean whole = false;
        try {
            int nameplate = in.getShort();
            if (nameplate < 1 || nameplate > PairingCode.MAX_NAMEPLATE) {
                throw new IllegalArgumentException("no such nameplate");
            }
            int count = in.get();
            if (count < 0 || count > Ticket.MAX_ROUTES) {
                throw new IllegalArgumentException("too many routes");
            }
            List<TicketRoute> routes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                routes.add(route(in));
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("bytes after the last route");
            }
            whole = true;
            return new Ticket(purpose, expiry, secret, nameplate, routes);
        } finally {
            if (!whole) {
                Wipe.bytes(secret);
            }
        }
    }

    private static TicketRoute route(ByteBuffer in) {
        String transport = ascii(take(in, limited(in.get(), TicketRoute.MAX_TRANSPORT)));
        int kind = in.get() & 0xff;
        if (kind == 4 || kind == 16) {
            byte[] address = take(in, kind);
            return canonical(TicketRoute.ofAddress(transport, address, in.getShort() & 0xffff), kind);
        }
        if (kind < NAME_FLAG) {
            throw new IllegalArgumentException("no such kind of host");
        }
        String name = ascii(take(in, limited(kind - NAME_FLAG, TicketRoute.MAX_HOST)));
        TicketRoute route = canonical(new TicketRoute(transport, name, in.getShort() & 0xffff), 0);
        if (!route.host().equals(name)) {
            throw new IllegalArgumentException("a name that is not in lower case");
        }
        return route;
    }

    /** One binary form for each route: no address written as a name, no IPv4 address as IPv6. */
    private static TicketRoute canonical(TicketRoute route, int addressLength) {
        if (route.address().map(address -> address.length).orElse(0) != addressLength) {
            throw new IllegalArgumentException("an address in a form that is not its own");
        }
        return route;
    }

    private static int limited(int length, int most) {
        if (length < 1 || length > most) {
            throw new IllegalArgumentException("a text that is empty or too long");
        }
        return length;
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] out = new byte[length];
        in.get(out);
        return out;
    }

    private static String ascii(byte[] bytes) {
        // What is no ASCII becomes U+FFFD here and is refused by TicketRoute.
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static byte[] check(byte[] body) {
        return Arrays.copyOf(Hash.sha256(CHECK_LABEL, body), CHECK_LENGTH);
    }
}
