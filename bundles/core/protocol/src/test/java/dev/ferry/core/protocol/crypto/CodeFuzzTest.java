package dev.ferry.core.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeFuzzTest {
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static char[] latin(byte[] input) {
        return new String(input, StandardCharsets.ISO_8859_1).toCharArray();
    }

    private static Ticket ticket() {
        return Ticket.issue(Purpose.DROP, Instant.ofEpochSecond(2_000_000_000), 7, List.of(), new SecureRandom());
    }

    @Test
    void codes() {
        Fuzz.of("codes").like(ascii("7-1234-5678")).like(ascii("999 0000 0000")).promising(CodeFormatException.class).run(input -> PairingCode.parse(latin(input)).display());
    }

    @Test
    void tickets() {
        Ticket ticket = ticket();
        Fuzz.of("tickets").like(ascii(String.valueOf(ticket.text()))).like(ascii(String.valueOf(ticket.link("https://example.org/get"))))
                .promising(CodeFormatException.class).run(input -> Ticket.parse(latin(input)).text());
    }

    /** Whatever is read as a ticket is written as it was: nobody can make two texts of one. */
    @Test
    void ticketsAsBytes() {
        Fuzz.of("ticket-bytes").like(TicketCodec.encode(ticket())).promising(CodeFormatException.class).run(input -> {
            byte[] sealed = sealed(input);
            assertThat(TicketCodec.encode(TicketCodec.decode(sealed))).isEqualTo(sealed);
        });
    }

    /** With the right check, or nothing but the check would be tried. */
    private static byte[] sealed(byte[] input) {
        int body = Math.max(0, input.length - 4);
        byte[] labelled = Arrays.copyOf(ascii("ferry-ticket-v1"), 15 + body);
        System.arraycopy(input, 0, labelled, 15, body);
        byte[] sealed = Arrays.copyOf(input, body + 4);
        System.arraycopy(Hash.sha256(labelled), 0, sealed, body, 4);
        return sealed;
    }
}
