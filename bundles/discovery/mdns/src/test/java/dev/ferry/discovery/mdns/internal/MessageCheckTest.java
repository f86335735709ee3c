package dev.ferry.discovery.mdns.internal;

import static dev.ferry.discovery.mdns.internal.LinkProbe.message;
import static dev.ferry.discovery.mdns.internal.LinkProbe.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ferry.discovery.mdns.internal.LinkProbe.Entry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCheckTest {
    private static final String NAME = "alpha4zx8q2m." + PacedDns.TYPE;
    private static final byte[] WHOLE = message(LinkProbe.RESPONSE, List.of(question(PacedDns.TYPE, LinkProbe.PTR)), List.of(
            LinkProbe.record(PacedDns.TYPE, LinkProbe.PTR, 120, LinkProbe.encoded(NAME)), LinkProbe.record(NAME, LinkProbe.SRV, 120, LinkProbe.srv(47900, "x.local")),
            LinkProbe.record(NAME, LinkProbe.TXT, 120, TxtRecord.encode(new byte[800])), LinkProbe.record("x.local", LinkProbe.A, 120, new byte[4]),
            LinkProbe.record("x.local", LinkProbe.AAAA, 120, new byte[16])), List.of(LinkProbe.payloadSize(1440)));

    @Test
    void a_whole_announcement_passes() {
        assertThat(passes(WHOLE)).isTrue();
    }

    @Test
    void what_concerns_others_does_not_pass() {
        assertThat(passes(message(LinkProbe.QUERY, List.of(question("_printer._tcp.local", LinkProbe.PTR)), List.of(), List.of()))).isFalse();
        assertThat(passes(message(LinkProbe.QUERY, List.of(question("x_ferry._tcp.local", LinkProbe.PTR)), List.of(), List.of()))).isFalse();
    }

    @Test
    void hosts_that_matter_pass_in_any_case() {
        byte[] message = message(LinkProbe.QUERY, List.of(question("Known.local", LinkProbe.ANY)), List.of(), List.of());

        assertThat(MessageCheck.concerns(message, message.length, "known.local."::equals)).isTrue();
        assertThat(MessageCheck.concerns(message, message.length, "other.local."::equals)).isFalse();
    }

    @Test
    void no_beginning_of_a_message_passes_for_a_whole_one() {
        assertThat(IntStream.range(0, WHOLE.length)).noneMatch(length -> MessageCheck.concerns(Arrays.copyOf(WHOLE, length), length, host -> true));
        assertThat(passes(Arrays.copyOf(WHOLE, WHOLE.length + 1))).isFalse();
    }

    @ParameterizedTest
    @MethodSource
    void malformed(String what, byte[] message) {
        assertThat(passes(message)).as(what).isFalse();
    }

    static Stream<Object[]> malformed() {
        Entry sane = question(PacedDns.TYPE, LinkProbe.PTR);
        return Stream.of(
                of("another operation", message(0x2800, List.of(sane), List.of(), List.of())),
                of("an error", message(0x8403, List.of(sane), List.of(), List.of())),
                of("an address of 3 bytes", answer("x.local", LinkProbe.A, new byte[3])),
                of("an address of 15 bytes", answer("x.local", LinkProbe.AAAA, new byte[15])),
                of("a pointer record with more behind its name", answer(PacedDns.TYPE, LinkProbe.PTR, Arrays.copyOf(LinkProbe.encoded(NAME), 60))),
                of("a service without host", answer(NAME, LinkProbe.SRV, new byte[6])),
                of("a payload of 12 bytes", message(LinkProbe.QUERY, List.of(sane), List.of(), List.of(LinkProbe.payloadSize(12)))),
                of("an OPT record before others", message(LinkProbe.QUERY, List.of(sane), List.of(LinkProbe.payloadSize(1440)),
                        List.of(LinkProbe.record("x.local", LinkProbe.A, 1, new byte[4])))),
                of("a pointer to itself", pointing(12 + 23)), of("a pointer ahead", pointing(60)), of("a pointer into a label", pointing(15)),
                of("a pointer into the header", pointing(2)),
                of("a label that is not ASCII", message(LinkProbe.QUERY, List.of(sane, question("caf\u00e9.local", LinkProbe.A)), List.of(), List.of())),
                of("a name of 300 bytes", message(LinkProbe.QUERY, List.of(sane, question("a".repeat(60).concat(".").repeat(5), LinkProbe.A)), List.of(), List.of())),
                of("more entries than any message needs", message(LinkProbe.QUERY, IntStream.range(0, 300).mapToObj(i -> sane).toList(), List.of(), List.of())));
    }

    private static Object[] of(String what, byte[] message) {
        return new Object[] {what, message};
    }

    private static byte[] answer(String name, int type, byte[] data) {
        return message(LinkProbe.RESPONSE, List.of(), List.of(LinkProbe.record(PacedDns.TYPE, LinkProbe.PTR, 120, LinkProbe.encoded(NAME)),
                LinkProbe.record(name, type, 120, data)), List.of());
    }

    /** A second question whose name is a pointer. */
    private static byte[] pointing(int target) {
        Entry pointer = new Entry(ByteBuffer.allocate(6).putShort((short) (0xc000 | target)).putShort((short) 1).putShort((short) 1).array());
        return message(LinkProbe.QUERY, List.of(question(PacedDns.TYPE, LinkProbe.PTR), pointer), List.of(), List.of());
    }

    @Test
    void a_pointer_to_the_beginning_of_a_label_passes() {
        assertThat(passes(pointing(12))).isTrue();
        assertThat(passes(pointing(12 + 7))).isTrue();
    }

    @Test
    void no_mutation_of_a_message_breaks_the_check() {
        Random random = new Random(11);
        assertThatCode(() -> {
            for (int i = 0; i < 200_000; i++) {
                byte[] mutant = WHOLE.clone();
                for (int flips = random.nextInt(8); flips >= 0; flips--) {
                    mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
                }
                passes(mutant);
            }
        }).doesNotThrowAnyException();
    }

    private static boolean passes(byte[] message) {
        return MessageCheck.concerns(message, message.length, host -> false);
    }
}
