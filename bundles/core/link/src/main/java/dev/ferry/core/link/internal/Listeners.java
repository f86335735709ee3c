package dev.ferry.core.link.internal;

import dev.ferry.core.runtime.PluginLane;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.spi.transport.LinkSink;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import dev.ferry.spi.transport.Transport;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/** The transports that are here, each with its {@link Post}. Of several that call themselves the same the first counts, and the next when that one goes. Any thread; blocks nowhere. */
final class Listeners {
    private final Ports ports;
    private final Optional<String> address;
    private final Supplier<LinkCredentials> credentials;
    private final LinkSink sink;
    private final Function<String, PluginLane> lanes;
    private final Runnable changed;
    private final List<Post> posts = new ArrayList<>();
    private final Map<String, CompletableFuture<Void>> closing = new HashMap<>();
    private Set<InetAddress> expected = Set.of();

    /** @param changed routes or troubles are others now; returns at once */
    Listeners(Ports ports, Optional<String> address, Supplier<LinkCredentials> credentials, LinkSink sink, Executor io, ScheduledExecutorService timer, Runnable changed) {
        this.ports = ports;
        this.address = address;
        this.credentials = credentials;
        this.sink = sink;
        this.lanes = id -> new PluginLane(id, io, timer);
        this.changed = changed;
    }

    /** Enqueues. */
    void add(String id, Transport transport) {
        Post post = new Post(id, transport, this::listen, lanes.apply(id), changed);
        boolean first;
        synchronized (this) {
            first = active(id).isEmpty();
            posts.add(post);
        }
        if (first) {
            start(post);
        } else {
            changed.run();
        }
    }

    /** Once who had this id before has closed, and with that given its port back, or was given up. */
    private void start(Post post) {
        Set<InetAddress> known;
        CompletableFuture<Void> free;
        synchronized (this) {
            known = expected;
            free = closing.getOrDefault(post.id(), CompletableFuture.completedFuture(null));
        }
        free.thenRun(() -> post.expect(known));
    }

    private Listener listen(String id, Transport transport) throws FerryException {
        FerryException taken = null;
        for (int port : ports.candidates(id)) {
            try {
                Listener listener = transport.listen(new ListenRequest(port, address, credentials, ListenRequest.Limits.DEFAULT), sink);
                ports.remember(id, listener.port());
                return listener;
            } catch (FerryException e) {
                taken = e;
            }
        }
        throw taken;
    }

    /** Its routes are gone when this returns; the rest is enqueued. */
    void remove(String id, Transport transport) {
        Optional<Post> gone;
        Optional<Post> next;
        synchronized (this) {
            Optional<Post> before = active(id);
            gone = posts.stream().filter(p -> p.id().equals(id) && p.transport() == transport).findFirst();
            gone.ifPresent(posts::remove);
            next = gone.isPresent() && gone.equals(before) ? active(id) : Optional.empty();
        }
        gone.map(Post::end).ifPresent(end -> {
            synchronized (this) {
                closing.put(id, end);
            }
        });
        next.ifPresent(this::start);
        changed.run();
    }

    /** Of one id the first that came. */
    private Optional<Post> active(String id) {
        return posts.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    private synchronized List<Post> active() {
        Map<String, Post> firsts = new LinkedHashMap<>();
        posts.forEach(p -> firsts.putIfAbsent(p.id(), p));
        return List.copyOf(firsts.values());
    }

    /** Where pairs may come from: each listener, those to come too, keeps room for them. */
    void expect(Set<InetAddress> addresses) {
        synchronized (this) {
            expected = addresses;
        }
        active().forEach(post -> post.expect(addresses));
    }

    /** Asks each where it can be reached now. Done when all have answered, or have been given up. */
    CompletableFuture<Void> visit() {
        return CompletableFuture.allOf(active().stream().map(Post::visit).toArray(CompletableFuture[]::new));
    }

    synchronized Optional<Transport> transport(String id) {
        return active(id).map(Post::transport);
    }

    /** Why one of them does not listen. */
    Optional<Problem> problem() {
        return active().stream().flatMap(p -> p.problem().stream()).findFirst();
    }

    /** What is wrong with which, each in a sentence. */
    Map<String, String> troubles() {
        List<Post> all;
        synchronized (this) {
            all = List.copyOf(posts);
        }
        List<Post> active = active();
        Map<String, String> troubles = new LinkedHashMap<>();
        active.forEach(p -> p.problem().ifPresent(problem -> troubles.put(p.id(), problem.message())));
        all.stream().filter(p -> !active.contains(p)).forEach(p -> troubles.putIfAbsent(p.id(),
                "Another plugin also calls itself the transport " + p.id() + ". The one that was here first is used; remove one of them."));
        return troubles;
    }

    /** Where this device can be reached, by the last answer of each. */
    List<Route> routes() {
        return active().stream().flatMap(p -> p.routes().stream()).toList();
    }

    /** Done when each is closed, or has been given up. */
    CompletableFuture<Void> closeAll() {
        List<Post> last = active();
        synchronized (this) {
            posts.clear();
        }
        return CompletableFuture.allOf(last.stream().map(Post::end).toArray(CompletableFuture[]::new));
    }
}
