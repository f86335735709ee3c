package dev.ferry.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Link;
import dev.ferry.spi.transport.LinkSink;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes accepted links as the core does, and lays them out for the test. */
final class LinkTray implements LinkSink, AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<Link> waiting = new LinkedBlockingQueue<>();
    private final List<Link> all = new CopyOnWriteArrayList<>();

    @Override
    public void accepted(Link link) {
        all.add(link);
        waiting.add(link);
    }

    Link next() throws InterruptedException {
        Link link = waiting.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(link).as("an accepted link").isNotNull();
        return link;
    }

    boolean staysEmptyFor(long millis) throws InterruptedException {
        return waiting.poll(millis, TimeUnit.MILLISECONDS) == null;
    }

    int count() {
        return all.size();
    }

    @Override
    public void close() {
        all.forEach(Link::close);
    }
}
