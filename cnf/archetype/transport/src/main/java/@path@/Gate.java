package @name@;

import dev.ferry.spi.transport.ListenRequest.Limits;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Which connections may start a handshake: so many at once, and from one address so many a second. */
final class Gate {
    /** Addresses remembered; who has more is held by the count of handshakes alone. */
    private static final int REMEMBERED = 4096;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Limits limits;
    private final Map<InetAddress, Tokens> tokens = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Tokens> eldest) {
            return size() > REMEMBERED;
        }
    };
    private int inFlight;

    Gate(Limits limits) {
        this.limits = limits;
    }

    private record Tokens(double left, long at) { }

    /** True when a handshake may start; then {@link #left} is owed. */
    synchronized boolean admit(InetAddress from) {
        long now = System.nanoTime();
        Tokens before = tokens.getOrDefault(from, new Tokens(limits.perAddressPerSecond(), now));
        double left = Math.min(limits.perAddressPerSecond(), before.left() + (now - before.at()) / SECOND * limits.perAddressPerSecond());
        boolean admitted = inFlight < limits.handshakes() && left >= 1;
        tokens.put(from, new Tokens(admitted ? left - 1 : left, now));
        inFlight += admitted ? 1 : 0;
        return admitted;
    }

    synchronized void left() {
        inFlight--;
    }
}
