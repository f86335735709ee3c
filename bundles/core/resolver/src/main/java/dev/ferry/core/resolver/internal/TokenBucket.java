package dev.ferry.core.resolver.internal;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How much a plugin may report. Guarded by its owner. */
final class TokenBucket {
    private final LongSupplier nanos;
    private final double perNano;
    private final double most;
    private double tokens;
    private long filled;

    TokenBucket(LongSupplier nanos, double perSecond, double most) {
        this.nanos = nanos;
        this.perNano = perSecond / TimeUnit.SECONDS.toNanos(1);
        this.most = most;
        this.tokens = most;
        this.filled = nanos.getAsLong();
    }

    boolean take(double cost) {
        long now = nanos.getAsLong();
        tokens = Math.min(most, tokens + (now - filled) * perNano);
        filled = now;
        if (tokens < cost) {
            return false;
        }
        tokens -= cost;
        return true;
    }
}
