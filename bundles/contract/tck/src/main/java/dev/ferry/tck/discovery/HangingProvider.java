package dev.ferry.tck.discovery;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.SightingSink;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does not return: either when it is asked to look, or when the search is ended. An interrupt does not help; closing this fake does. */
public final class HangingProvider implements DiscoveryProvider, AutoCloseable {
    private final boolean atClose;
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private HangingProvider(boolean atClose) {
        this.atClose = atClose;
    }

    public static HangingProvider whenAsked() {
        return new HangingProvider(false);
    }

    public static HangingProvider whenClosed() {
        return new HangingProvider(true);
    }

    @Override
    public Registration browse(SightingSink sink) {
        if (atClose) {
            return this::hang;
        }
        hang();
        return () -> { };
    }

    private void hang() {
        stuck.countDown();
        boolean interrupted = false;
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until somebody is stuck in it. False when the time is over. */
    public boolean awaitStuck(Duration limit) throws InterruptedException {
        return stuck.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets everybody out. */
    @Override
    public void close() {
        released.countDown();
    }
}
