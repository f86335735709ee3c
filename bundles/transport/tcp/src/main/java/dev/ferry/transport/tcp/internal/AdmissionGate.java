package dev.ferry.transport.tcp.internal;

import dev.ferry.spi.transport.ListenRequest.Limits;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides which connections may start a handshake: so many at once, and from one address so many a second. An eighth of the room is kept for addresses at which pairs are
 * expected, once there are any. Any thread.
 */
final class AdmissionGate {
    /** Addresses remembered. Who can use more of them than this is held by the count of handshakes alone. */
    private static final int REMEMBERED = 4096;
    private static final int KEPT = 8;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Map<InetAddress, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Bucket> eldest) {
            return size() > REMEMBERED;
        }
    };
    private Set<InetAddress> expected = Set.of();
    private int inFlight;

    AdmissionGate(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** True when a handshake may start; then {@link #left} is owed. */
    synchronized boolean admit(InetAddress from) {
        int kept = expected.isEmpty() || expected.contains(from) ? 0 : limits.handshakes() / KEPT;
        if (inFlight >= limits.handshakes() - kept || !buckets.computeIfAbsent(from, address -> new Bucket()).take()) {
            return false;
        }
        inFlight++;
        return true;
    }

    synchronized void expect(Set<InetAddress> addresses) {
        expected = Set.copyOf(addresses);
    }

    synchronized void left() {
        inFlight--;
    }

    private final class Bucket {
        private double tokens = limits.perAddressPerSecond();
        private long filled = nanoTime.getAsLong();

        boolean take() {
            long now = nanoTime.getAsLong();
            tokens = Math.min(limits.perAddressPerSecond(), tokens + (now - filled) / SECOND * limits.perAddressPerSecond());
            filled = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
