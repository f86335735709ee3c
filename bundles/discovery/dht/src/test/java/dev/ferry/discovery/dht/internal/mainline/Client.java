package dev.ferry.discovery.dht.internal.mainline;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A {@link Mainline} on the loopback interface, with threads of its own. */
final class Client implements AutoCloseable {
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    final Mainline mainline;

    Client(List<Bootstrap> bootstrap) throws IOException {
        this(bootstrap, Optional.empty());
    }

    Client(List<Bootstrap> bootstrap, Optional<Path> cache) throws IOException {
        this(Optional.of(InetAddress.getByName("127.0.0.1")), bootstrap, cache);
    }

    Client(Optional<InetAddress> address, List<Bootstrap> bootstrap, Optional<Path> cache) throws IOException {
        mainline = Mainline.open(new Mainline.Setup(address, bootstrap, cache, io, timer, System::nanoTime, new SecureRandom()));
    }

    static Keys keys(int number) {
        byte[] seed = new byte[Keys.LENGTH];
        seed[0] = (byte) number;
        seed[1] = (byte) (number >> 8);
        return Keys.of(seed);
    }

    Mainline.Stored put(Keys keys, byte[] value) {
        return await(mainline.put(keys, value, highest -> highest + 1));
    }

    Mainline.Found get(Keys keys) {
        return await(mainline.get(keys.publicKey()));
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("It did not end", e);
        }
    }

    @Override
    public void close() {
        mainline.close();
        timer.shutdownNow();
        io.shutdown();
    }
}
