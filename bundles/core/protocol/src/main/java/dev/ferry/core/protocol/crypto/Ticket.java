package dev.ferry.core.protocol.crypto;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * A code for machines: shown as a QR code or pasted, with enough in it to find the issuer and a secret that cannot be
 * guessed. As text {@code FERRY:} and {@link Base32}, or a link whose fragment is that text, so that a browser never
 * sends it to the server of the page.
 *
 * <p>It vouches for nothing by itself: the secret is proved by {@link CodeAuth}. The nameplate is that of the code shown with it and says to the
 * issuer which of its codes is meant. The binary form is
 * <pre>
 * version 1 (1 byte) ‖ purpose (1) ‖ expiry, seconds since 1970 (4, unsigned) ‖ secret (16) ‖ nameplate (2)
 * ‖ number of routes, 0 to 8 (1) ‖ routes ‖ the first 4 bytes of SHA-256("ferry-ticket-v1" ‖ all before)
 *
 * route: length (1) ‖ transport id ‖ 4, 16 or 128 + length (1) ‖ IPv4, IPv6 or name ‖ port (2)
 * </pre>
 * big-endian, at most {@link #MAX_BYTES} bytes. The check sum is against slips in copying.
 *
 * <p>Holds the secret until closed. Not a record: it must not print or compare its secret.
 */
public final class Ticket implements AutoCloseable {
    /** Length of the secret in bytes. */
    public static final int SECRET_LENGTH = 16;
    /** Most routes in a ticket. */
    public static final int MAX_ROUTES = 8;
    /** Longest binary form. */
    public static final int MAX_BYTES = 512;

    private final Purpose purpose;
    private final Instant expiry;
    private final byte[] secret;
    private final int nameplate;
    private final List<TicketRoute> routes;

    Ticket(Purpose purpose, Instant expiry, byte[] secret, int nameplate, List<TicketRoute> routes) {
        this.purpose = purpose;
        this.expiry = expiry;
        this.secret = secret;
        this.nameplate = nameplate;
        this.routes = List.copyOf(routes);
    }

    /**
     * A fresh ticket.
     *
     * @param purpose any that is not {@linkplain Purpose#ofPairs of pairs}
     * @param expiry to the second, from 1970 to 2106
     * @param nameplate of the code shown with it, 1 to {@link PairingCode#MAX_NAMEPLATE}
     * @param routes at most {@link #MAX_ROUTES}, the best first; none where the issuer is found by other means
     * @throws IllegalArgumentException if a part is out of range or the whole too long
     */
    public static Ticket issue(Purpose purpose, Instant expiry, int nameplate, List<TicketRoute> routes,
            SecureRandom random) {
        if (purpose.ofPairs()) {
            throw new IllegalArgumentException("a session of a pair needs no ticket");
        }
        if (expiry.getEpochSecond() < 0 || expiry.getEpochSecond() > 0xffff_ffffL) {
            throw new IllegalArgumentException("a ticket expires between 1970 and 2106");
        }
        if (nameplate < 1 || nameplate > PairingCode.MAX_NAMEPLATE || routes.size() > MAX_ROUTES) {
            throw new IllegalArgumentException("a ticket has a nameplate and at most 8 routes");
        }
        byte[] secret = new byte[SECRET_LENGTH];
        random.nextBytes(secret);
        Ticket ticket = new Ticket(purpose, Instant.ofEpochSecond(expiry.getEpochSecond()), secret, nameplate, routes);
        Wipe.bytes(TicketCodec.encode(ticket));
        return ticket;
    }

    /**
     * Reads the text or the link. Blanks and line ends anywhere, and lower case, are forgiven. Whether the ticket has
     * expired is not checked here.
     *
     * @param text not kept; the caller wipes it
     * @throws CodeFormatException with a sentence for the person, which never repeats the text
     */
    public static Ticket parse(char[] text) throws CodeFormatException {
        return TicketText.parse(text);
    }

    /** The text, {@code FERRY:…}; upper case throughout. The caller wipes it. */
    public char[] text() {
        return TicketText.text(this);
    }

    /**
     * The link form.
     *
     * @param page {@code https://…} without fragment
     * @return the page, {@code #}, the text; the caller wipes it
     */
    public char[] link(String page) {
        return TicketText.link(page, this);
    }

    /** What the ticket is good for. */
    public Purpose purpose() {
        return purpose;
    }

    /** From this instant on the ticket is void. */
    public Instant expiry() {
        return expiry;
    }

    /** Whether it is void. */
    public boolean expiredAt(Instant now) {
        return !now.isBefore(expiry);
    }

    /** The PRS of {@link CodeAuth}, {@link #SECRET_LENGTH} bytes. A copy that the caller wipes. */
    public byte[] secret() {
        return secret.clone();
    }

    /**
     * The secret of the place where the holder looks for the issuer: HKDF from the ticket's secret under {@code ferry-ticket-rendezvous-v1}. It proves nothing and opens nothing else.
     *
     * @return 32 bytes that the caller wipes
     */
    public byte[] meeting() {
        return Hkdf.derive(secret, new byte[0], "ferry-ticket-rendezvous-v1", Hmac.LENGTH);
    }

    /** Which of the issuer's shown codes this belongs to. */
    public int nameplate() {
        return nameplate;
    }

    /** Where to find the issuer, the best first. */
    public List<TicketRoute> routes() {
        return routes;
    }

    /** Wipes the secret. */
    @Override
    public void close() {
        Wipe.bytes(secret);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Ticket[" + purpose + ", expires " + expiry + ", " + routes.size() + " routes]";
    }
}
