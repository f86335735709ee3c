package dev.ferry.core.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTest {
    private static final Instant EXPIRY = Instant.ofEpochSecond(2_000_000_000L);
    private static final int NAMEPLATE = 7;
    private static final List<TicketRoute> ROUTES = List.of(
            new TicketRoute("tcp", "192.0.2.7", 47900), new TicketRoute("quic", "2001:db8::7", 65535),
            new TicketRoute("tcp", "nas.example.org", 1));

    @Test
    void textAndLinkGiveTheTicketBack() throws Exception {
        Ticket ticket = ticket(ROUTES);
        String link = new String(ticket.link("https://example.org/get"));
        assertThat(link).startsWith("https://example.org/get#FERRY:");
        for (String text : List.of(text(ticket), link, " " + text(ticket).toLowerCase() + "\n", wrapped(ticket))) {
            Ticket parsed = Ticket.parse(text.toCharArray());
            assertThat(parsed.purpose()).isEqualTo(Purpose.DROP);
            assertThat(parsed.expiry()).isEqualTo(EXPIRY);
            assertThat(parsed.secret()).isEqualTo(ticket.secret()).hasSize(16);
            assertThat(parsed.nameplate()).isEqualTo(NAMEPLATE);
            assertThat(parsed.routes()).isEqualTo(ROUTES);
            assertThat(text(parsed)).isEqualTo(text(ticket));
        }
    }

    @Test
    void theTextStaysInTheAlphanumericModeOfAQrCode() {
        assertThat(text(ticket(ROUTES))).matches("FERRY:[A-Z2-7]+");
        assertThat(text(ticket(List.of())).length()).isEqualTo(6 + 47);
    }

    @Test
    void everyTicketHasASecretOfItsOwn() {
        assertThat(ticket(ROUTES).secret()).isNotEqualTo(ticket(ROUTES).secret());
    }

    @Test
    void expiresAtItsInstant() {
        assertThat(ticket(ROUTES).expiredAt(EXPIRY.minusMillis(1))).isFalse();
        assertThat(ticket(ROUTES).expiredAt(EXPIRY)).isTrue();
    }

    @Test
    void everyFlippedByteAndEveryShorterOrLongerFormIsRefused() {
        byte[] bytes = TicketCodec.encode(ticket(ROUTES));
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = Hex.flipped(bytes, i);
            assertThatThrownBy(() -> TicketCodec.decode(flipped)).isInstanceOf(CodeFormatException.class);
        }
        for (int length = 0; length < bytes.length + 20; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            if (length != bytes.length) {
                assertThatThrownBy(() -> TicketCodec.decode(cut)).isInstanceOf(CodeFormatException.class);
            }
        }
    }

    @Test
    void hostileFormsWithARightCheckSumAreRefused() {
        byte[] body = Arrays.copyOf(TicketCodec.encode(ticket(ROUTES)), TicketCodec.encode(ticket(ROUTES)).length - 4);
        int count = 24;
        int firstTransport = 25;
        int firstKind = firstTransport + 4;
        List<byte[]> hostile = List.of(
                with(body, 1, 4), with(body, 1, 0), with(body, 1, 255), with(body, 22, 4), with(body, 23, 0),
                with(body, count, 2), with(body, count, 4), with(body, count, 9), with(body, count, 255),
                with(body, firstTransport, 0), with(body, firstTransport, 17), with(body, firstTransport, 255),
                with(body, firstTransport + 1, ' '), with(body, firstTransport + 1, 'T'),
                with(body, firstTransport + 1, 0x1b), with(body, firstTransport + 1, 0xc3),
                with(body, firstKind, 0), with(body, firstKind, 5), with(body, firstKind, 127),
                with(body, firstKind, 128), with(body, firstKind, 255),
                with(with(body, firstKind + 5, 0), firstKind + 6, 0),
                Arrays.copyOf(body, body.length + 1));
        for (byte[] form : hostile) {
            assertThatThrownBy(() -> TicketCodec.decode(checked(form))).isInstanceOf(CodeFormatException.class);
        }
    }

    @Test
    void anAddressInAForeignFormIsRefused() {
        byte[] head = Arrays.copyOf(TicketCodec.encode(ticket(List.of())), 25);
        head[24] = 1;
        for (String route : List.of(
                "03746370" + "8b" + "3139322e302e322e31303030" + "1000",
                "03746370" + "89" + "3139322e302e322e37" + "1000",
                "03746370" + "87" + "4e41532e4f5247" + "1000",
                "03746370" + "10" + "00000000000000000000ffffc0000207" + "1000")) {
            byte[] tail = Hex.of(route);
            byte[] form = Arrays.copyOf(head, head.length + tail.length);
            System.arraycopy(tail, 0, form, head.length, tail.length);
            assertThatThrownBy(() -> TicketCodec.decode(checked(form))).isInstanceOf(CodeFormatException.class);
        }
    }

    @Test
    void randomBytesNeverBreakTheParser() {
        Random random = new Random(7);
        byte[] body = Arrays.copyOf(TicketCodec.encode(ticket(ROUTES)), TicketCodec.encode(ticket(ROUTES)).length - 4);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = body.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            mutated[0] = 1;
            try {
                Ticket ticket = TicketCodec.decode(checked(mutated));
                assertThat(TicketCodec.encode(ticket)).isEqualTo(checked(mutated));
                accepted++;
            } catch (CodeFormatException expected) {
                assertThat(expected).hasMessageEndingWith(".");
            }
        }
        assertThat(accepted).isBetween(1, 19_999);
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(strings = {
        "", "FERRY:", "FERRY", "FERRY:A", "FERRY:!!!!", "FERRY:01", "ferry", "7-1234-5678", "http://example.org#FERRY:AAAA",
        "https://example.org/", "https://example.org/#", "https://example.org/#7-1234-5678", "\u017fERRY:AAAA"})
    void whatIsNoTicketIsExplained(String text) {
        assertThatThrownBy(() -> Ticket.parse(text.toCharArray())).isInstanceOf(CodeFormatException.class)
                .hasMessageEndingWith(".");
    }

    @Test
    void oneMoreOrOneLessLetterIsRefused() {
        String text = text(ticket(ROUTES));
        for (String wrong : List.of(text + "A", text.substring(0, text.length() - 1), text + "AAAAAAAA",
                text.substring(0, 40) + (text.charAt(40) == 'A' ? 'B' : 'A') + text.substring(41))) {
            assertThatThrownBy(() -> Ticket.parse(wrong.toCharArray())).isInstanceOf(CodeFormatException.class);
        }
        assertThatThrownBy(() -> Ticket.parse(("FERRY:" + "A".repeat(100_000)).toCharArray()))
                .isInstanceOf(CodeFormatException.class);
    }

    @Test
    void aTicketThatWouldBeOutOfRangeIsNotIssued() {
        TicketRoute route = ROUTES.get(0);
        TicketRoute longest = new TicketRoute("a".repeat(16), "b".repeat(64), 1);
        refusedToIssue(() -> ticket(new ArrayList<>(Collections.nCopies(9, route))));
        refusedToIssue(() -> ticket(new ArrayList<>(Collections.nCopies(8, longest))));
        refusedToIssue(() -> Ticket.issue(Purpose.SESSION, EXPIRY, NAMEPLATE, ROUTES, Links.RANDOM));
        refusedToIssue(() -> Ticket.issue(Purpose.DROP, Instant.ofEpochSecond(-1), NAMEPLATE, ROUTES, Links.RANDOM));
        refusedToIssue(() -> Ticket.issue(Purpose.DROP, Instant.ofEpochSecond(1L << 32), NAMEPLATE, ROUTES, Links.RANDOM));
        refusedToIssue(() -> Ticket.issue(Purpose.DROP, EXPIRY, 1000, ROUTES, Links.RANDOM));
        refusedToIssue(() -> ticket(ROUTES).link("http://example.org"));
        refusedToIssue(() -> ticket(ROUTES).link("https://example.org#x"));
        assertThat(ticket(new ArrayList<>(Collections.nCopies(8, route))).routes()).hasSize(8);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({
        "192.0.2.1,192.0.2.1", "::1,::1", "2001:DB8:0:0:1:0:0:1,2001:db8::1:0:0:1", "fe80::1,fe80::1", "::,::",
        "1:0:0:2::,1:0:0:2::", "1:2:3:4:5:6:0:8,1:2:3:4:5:6:0:8", "::ffff:192.0.2.1,192.0.2.1", "NAS.Example,nas.example"})
    void hostsHaveOneForm(String given, String form) {
        assertThat(new TicketRoute("tcp", given, 1).host()).isEqualTo(form);
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(strings = {
        "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1", "1::2::3", "fe80::1%eth0", "[::1]", "a b", "-a", "a-",
        "a..b", ".", "a_b", "a/b", "a\u0000b", "\u202ea", ":", "g::1"})
    void hostsThatAreNoneAreRefusedWithoutALookUp(String host) {
        assertThatThrownBy(() -> new TicketRoute("tcp", host, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSecretIsNeitherPrintedNorKept() {
        Ticket ticket = ticket(ROUTES);
        assertThat(ticket.toString()).doesNotContain(Hex.hex(ticket.secret()));
        ticket.close();
        assertThat(ticket.secret()).containsOnly(0);
    }

    private static void refusedToIssue(ThrowingCallable issue) {
        assertThatThrownBy(issue).isInstanceOf(IllegalArgumentException.class);
    }

    private static Ticket ticket(List<TicketRoute> routes) {
        return Ticket.issue(Purpose.DROP, EXPIRY, NAMEPLATE, routes, Links.RANDOM);
    }

    private static String text(Ticket ticket) {
        return new String(ticket.text());
    }

    private static String wrapped(Ticket ticket) {
        return text(ticket).replaceAll("(.{20})", "$1\n  ");
    }

    private static byte[] with(byte[] form, int at, int value) {
        byte[] copy = form.clone();
        copy[at] = (byte) value;
        return copy;
    }

    private static byte[] checked(byte[] body) {
        byte[] whole = Arrays.copyOf(body, body.length + 4);
        System.arraycopy(Hash.sha256(Hkdf.label("ferry-ticket-v1"), body), 0, whole, body.length, 4);
        return whole;
    }
}
