package dev.ferry.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.spi.transport.ListenRequest.Limits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionGateTest {
    private final AtomicLong nanos = new AtomicLong(-5);

    @Test
    void an_address_gets_its_number_a_second_and_no_more() {
        AdmissionGate gate = new AdmissionGate(new Limits(1000, 5, 10), nanos::get);
        assertThat(admitted(gate, 20, address(1))).isEqualTo(5);
        assertThat(admitted(gate, 20, address(2))).as("another address").isEqualTo(5);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(400));
        assertThat(admitted(gate, 20, address(1))).isEqualTo(2);
        nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(admitted(gate, 20, address(1))).as("nothing is saved up").isEqualTo(5);
    }

    @Test
    void so_many_handshakes_are_in_flight_and_no_more() {
        AdmissionGate gate = new AdmissionGate(new Limits(3, 1000, 10), nanos::get);
        assertThat(admitted(gate, 10, address(1))).isEqualTo(3);
        assertThat(gate.admit(address(2))).isFalse();
        gate.left();
        assertThat(gate.admit(address(2))).isTrue();
        assertThat(gate.admit(address(2))).isFalse();
    }

    @Test
    void strangers_leave_room_for_those_that_are_expected() {
        AdmissionGate gate = new AdmissionGate(new Limits(16, 1000, 10), nanos::get);
        gate.expect(Set.of(address(7)));
        assertThat(admitted(gate, 100, address(1))).isEqualTo(14);
        assertThat(admitted(gate, 100, address(2))).isZero();
        assertThat(admitted(gate, 100, address(7))).isEqualTo(2);
        gate.expect(Set.of());
        gate.left();
        assertThat(gate.admit(address(2))).as("nobody is expected any more").isTrue();
    }

    @Test
    void who_was_refused_for_want_of_room_has_lost_no_turn() {
        AdmissionGate gate = new AdmissionGate(new Limits(1, 1, 10), nanos::get);
        assertThat(gate.admit(address(1))).isTrue();
        assertThat(gate.admit(address(2))).isFalse();
        gate.left();
        assertThat(gate.admit(address(2))).isTrue();
    }

    @Test
    void the_addresses_of_a_whole_network_are_not_all_remembered() {
        AdmissionGate gate = new AdmissionGate(new Limits(1_000_000, 1, 10), nanos::get);
        assertThat(gate.admit(address(0))).isTrue();
        assertThat(gate.admit(address(0))).isFalse();
        for (int i = 1; i <= 5000; i++) {
            gate.admit(address(i));
        }
        assertThat(gate.admit(address(0))).as("forgotten, and so let in").isTrue();
    }

    private static int admitted(AdmissionGate gate, int tries, InetAddress from) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += gate.admit(from) ? 1 : 0;
        }
        return admitted;
    }

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
