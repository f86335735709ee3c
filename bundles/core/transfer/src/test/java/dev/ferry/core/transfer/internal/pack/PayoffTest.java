package dev.ferry.core.transfer.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PayoffTest {
    private static final long FRAME = 256 * 1024;
    private static final double MB = 1e6;
    private static final double SECOND = 1e9;

    private final Payoff payoff = new Payoff();

    @BeforeEach
    void aCompressorThatReadsAHundredMegabytesASecond() {
        payoff.packed(FRAME, nanos(FRAME, 100 * MB));
    }

    private static long nanos(long bytes, double rate) {
        return (long) (bytes / rate * SECOND);
    }

    /** So many bytes of files leave as a part of them, over a link of that rate, beside work at that rate: whatever is slower is what takes the time. */
    private void send(long bytes, double part, double link, double work) {
        for (long sent = 0; sent < bytes; sent += FRAME) {
            long wire = (long) (FRAME * part);
            long working = nanos(FRAME, work);
            payoff.left(wire, FRAME, working, Math.max(0, nanos(wire, link) - working));
        }
    }

    @Test
    void aSlowLinkPaysAndAFastOneDoesNot() {
        assertThat(payoff.pays()).as("before anything is known").isFalse();
        send(20 << 20, 1, 10 * MB, 1000 * MB);
        assertThat(payoff.pays()).isTrue();
        Payoff fast = new Payoff();
        fast.packed(FRAME, nanos(FRAME, 100 * MB));
        for (int i = 0; i < 100; i++) {
            fast.left(FRAME, FRAME, nanos(FRAME, 1000 * MB), nanos(FRAME, 110 * MB));
        }
        assertThat(fast.pays()).isFalse();
    }

    @Test
    void aLinkAboutAsFastAsTheCompressorDoesNot() {
        send(20 << 20, 1, 90 * MB, 1000 * MB);
        assertThat(payoff.pays()).isFalse();
        send(20 << 20, 1, 70 * MB, 1000 * MB);
        assertThat(payoff.pays()).isTrue();
    }

    @Test
    void aSlowDiskIsNoSlowLink() {
        send(100 << 20, 1, 1000 * MB, 20 * MB);
        assertThat(payoff.pays()).isFalse();
    }

    @Test
    void aCompressorThatDoesNotFillTheLinkGoesOn() {
        send(20 << 20, 1, 50 * MB, 1000 * MB);
        assertThat(payoff.pays()).isTrue();
        // A third of 90 MB/s is less than the 50 that the link would move.
        send(100 << 20, 0.33, 50 * MB, 90 * MB);
        assertThat(payoff.pays()).isTrue();
    }

    @Test
    void aLinkThatBecameFastIsNoticed() {
        send(20 << 20, 1, 10 * MB, 1000 * MB);
        send(100 << 20, 0.33, 500 * MB, 90 * MB);
        assertThat(payoff.pays()).as("the compressor hides it").isTrue();
        send(500 << 20, 0.33, 500 * MB, 90 * MB);
        assertThat(payoff.pays()).as("what was found is forgotten").isFalse();
        send(100 << 20, 1, 500 * MB, 1000 * MB);
        assertThat(payoff.pays()).isFalse();
    }

    @Test
    void aSlowCompressorDoesNotPay() {
        for (int i = 0; i < 200; i++) {
            payoff.packed(FRAME, nanos(FRAME, 8 * MB));
        }
        send(20 << 20, 1, 10 * MB, 1000 * MB);
        assertThat(payoff.pays()).isFalse();
    }
}
