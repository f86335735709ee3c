package dev.ferry.discovery.dht.internal;

import dev.ferry.discovery.dht.internal.mainline.LocalNet;
import dev.ferry.discovery.dht.internal.mainline.Mainline;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A DHT and an entrance to it, for tests that go round by hand. */
final class Loopback implements AutoCloseable {
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    final LocalNet net = new LocalNet(20);
    final Mainline mainline;

    Loopback() throws IOException {
        mainline = Mainline.open(new Mainline.Setup(Optional.of(DhtContracts.loopback()), net.bootstrap(), Optional.empty(), io, timer, System::nanoTime, new SecureRandom()));
    }

    @Override
    public void close() {
        mainline.close();
        timer.shutdownNow();
        io.shutdown();
        net.close();
    }
}
