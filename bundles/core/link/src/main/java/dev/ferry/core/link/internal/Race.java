package dev.ferry.core.link.internal;

import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Connects over several routes: the best starts at once, each next {@link #STAGGER_NANOS} later or when one has failed. Used by one thread; closing ends the attempts that
 * still run and closes every link that was not taken.
 */
final class Race implements AutoCloseable {
    /** RFC 8305, section 8: the recommended delay between attempts. */
    private static final long STAGGER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Makes a link over one route. */
    interface Connector {
        Link connect(Duration timeout) throws FerryException, InterruptedException;
    }

    /** A link that came up. */
    record Finished(Link link, long millis) { }

    private record Outcome(Optional<Finished> finished, Optional<FerryException> failure) { }

    private final List<Route> routes;
    private final Function<Route, Connector> connectors;
    private final ExecutorService io;
    private final LongSupplier nanos;
    private final Duration timeout;
    private final long start;
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final List<Future<?>> running = new ArrayList<>();
    private final List<FerryException> failures = new ArrayList<>();
    private int started;
    private int answered;
    private boolean closed;

    Race(List<Route> routes, Function<Route, Connector> connectors, ExecutorService io, LongSupplier nanos, Duration timeout) {
        this.routes = routes;
        this.connectors = connectors;
        this.io = io;
        this.nanos = nanos;
        this.timeout = timeout;
        this.start = nanos.getAsLong();
        startNext();
    }

    /** The next link that comes up, waiting for it; empty when every route has failed or the time is over. The taker closes it. */
    Optional<Finished> next() throws InterruptedException {
        while (answered < routes.size()) {
            long left = timeout.toNanos() - (nanos.getAsLong() - start);
            if (left <= 0) {
                return Optional.empty();
            }
            Outcome outcome = outcomes.poll(started < routes.size() ? Math.min(left, STAGGER_NANOS) : left, TimeUnit.NANOSECONDS);
            if (outcome == null) {
                startNext();
                continue;
            }
            answered++;
            if (outcome.finished().isPresent()) {
                return outcome.finished();
            }
            failures.add(outcome.failure().orElseThrow());
            startNext();
        }
        return Optional.empty();
    }

    /** Why nothing came up: the one failure, or all of them in a sentence. */
    FerryException failure() {
        if (failures.size() == 1 && routes.size() == 1) {
            return failures.get(0);
        }
        if (answered < routes.size()) {
            return new FerryException(new Problem.TimeoutError(Problem.TimeoutError.Timer.CONNECT, timeout, "The device did not answer within " + timeout.toSeconds()
                    + " s on any of " + routes.size() + " routes. Check that Ferry runs there, that both are on the same network and that no firewall is in the way."));
        }
        return new FerryException(new Problem.NetworkError(true, "None of " + routes.size() + " routes to the device works. The first: "
                + failures.get(0).problem().message()), failures.get(0));
    }

    private void startNext() {
        if (started == routes.size()) {
            return;
        }
        Connector connector = connectors.apply(routes.get(started++));
        running.add(io.submit(() -> offer(attempt(connector))));
    }

    private Outcome attempt(Connector connector) {
        long begin = nanos.getAsLong();
        try {
            Link link = connector.connect(timeout);
            Objects.requireNonNull(link.facts().route(), "route");
            return new Outcome(Optional.of(new Finished(link, TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - begin))), Optional.empty());
        } catch (FerryException e) {
            return new Outcome(Optional.empty(), Optional.of(e));
        } catch (InterruptedException e) {
            return new Outcome(Optional.empty(), Optional.of(new FerryException(new Problem.NetworkError(true, "The attempt was given up."), e)));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            return new Outcome(Optional.empty(), Optional.of(new FerryException(new Problem.InternalError("A transport failed: " + e.getClass().getSimpleName()
                    + ". Its log says more."), e)));
        }
    }

    private synchronized void offer(Outcome outcome) {
        if (closed) {
            outcome.finished().ifPresent(f -> f.link().close());
        } else {
            outcomes.add(outcome);
        }
    }

    @Override
    public void close() {
        List<Outcome> left = new ArrayList<>();
        synchronized (this) {
            closed = true;
            outcomes.drainTo(left);
        }
        running.forEach(f -> f.cancel(true));
        left.forEach(o -> o.finished().ifPresent(f -> f.link().close()));
    }
}
