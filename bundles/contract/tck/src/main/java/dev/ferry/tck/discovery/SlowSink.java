package dev.ferry.tck.discovery;

import dev.ferry.spi.discovery.Sighting;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A sink that breaks its promise: every call is recorded and then takes its time, until the sink is closed. */
public final class SlowSink extends RecordingSink implements AutoCloseable {
    private final Duration time;
    private final CountDownLatch end = new CountDownLatch(1);

    public SlowSink(Duration time) {
        this.time = time;
    }

    @Override
    public void sighted(Sighting sighting) {
        super.sighted(sighting);
        dawdle();
    }

    @Override
    public void gone(String key) {
        super.gone(key);
        dawdle();
    }

    @Override
    public void trouble(String sentence) {
        super.trouble(sentence);
        dawdle();
    }

    @Override
    public void well() {
        super.well();
        dawdle();
    }

    private void dawdle() {
        try {
            end.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets all calls return. */
    @Override
    public void close() {
        end.countDown();
    }
}
