package dev.ferry.core.resolver.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the system for a host's addresses, for at most {@link #LONGEST}: a name server that does not answer must not hold up a person. */
final class HostLookup {
    static final Duration LONGEST = Duration.ofSeconds(5);

    /** The system's way to look up a name; may block for long. */
    interface Source {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Source source;
    private final ExecutorService io;

    HostLookup(Source source, ExecutorService io) {
        this.source = source;
        this.io = io;
    }

    /** @return empty where there is no such host, or nobody could say in time */
    List<InetAddress> addresses(String host) {
        Future<List<InetAddress>> answer;
        try {
            answer = io.submit(() -> List.of(source.addresses(host)));
        } catch (RejectedExecutionException e) {
            return List.of();
        }
        try {
            return answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(true);
            return List.of();
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
