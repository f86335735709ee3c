package dev.ferry.discovery.dht.internal.mainline;

import dev.ferry.discovery.dht.internal.mainline.Lookup.Aim;
import dev.ferry.discovery.dht.internal.mainline.Lookup.Keeper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The DHT as one sees it who keeps nothing there for others. One socket for both address families, read by one thread of the io executor; everything else happens on that thread, on
 * the tick of open questions, or on an io thread. Futures complete on any of them. Any thread.
 */
public final class Mainline implements AutoCloseable {
    private static final int TICK_MS = 100;
    private static final int SEEDS = 16;
    /** With fewer known nodes the bootstrap nodes are asked too. */
    private static final int FEW = 8;
    private static final int MOST_LOOKUPS = 8;
    private static final int MOST_WAITING = 256;

    /**
     * What it runs on.
     *
     * @param address   the only local address to use; empty for every one
     * @param bootstrap where to enter when too few nodes are known
     * @param cache     file of known nodes; empty to keep none
     * @param random    unpredictable
     */
    public record Setup(Optional<InetAddress> address, List<Bootstrap> bootstrap, Optional<Path> cache, ExecutorService io, ScheduledExecutorService timer,
                        LongSupplier nanos, RandomGenerator random) {
        public Setup {
            bootstrap = List.copyOf(bootstrap);
        }
    }

    /**
     * @param asked how many nodes answered; none means that the DHT is out of reach
     * @param hops  how many nodes, one after another, led to the item
     */
    public record Found(Optional<Item> item, int asked, int hops) { }

    /**
     * @param item   what was stored, if any node took it
     * @param stored at how many nodes
     * @param asked  how many nodes answered; none means that the DHT is out of reach
     */
    public record Stored(Optional<Item> item, int stored, int asked) { }

    private final Setup setup;
    private final Krpc krpc;
    private final Self self;
    private final NodeCache nodes = new NodeCache();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int running;
    private boolean closed;
    private volatile OptionalInt doorsFound = OptionalInt.empty();

    private Mainline(Setup setup, DatagramChannel channel) {
        this.setup = setup;
        this.self = new Self(setup.random());
        this.krpc = new Krpc(channel, self::id, setup.random(), setup.nanos(), this::tickSoon);
        setup.cache().ifPresent(nodes::load);
    }

    /** @throws IOException no socket can be opened there, or no thread is free to read it */
    public static Mainline open(Setup setup) throws IOException {
        DatagramChannel channel = setup.address().isPresent() && setup.address().get().getAddress().length == 4
                ? DatagramChannel.open(StandardProtocolFamily.INET) : DatagramChannel.open();
        try {
            channel.bind(new InetSocketAddress(setup.address().orElse(null), 0));
            Mainline mainline = new Mainline(setup, channel);
            setup.io().execute(mainline.krpc::listen);
            return mainline;
        } catch (RejectedExecutionException e) {
            channel.close();
            throw new IOException("no thread is free", e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The newest item of a key that could be found. */
    public CompletableFuture<Found> get(byte[] publicKey) {
        return queued(() -> lookup(new Aim.Items(publicKey))).thenApply(both -> new Found(both.item(), both.answered(), both.hops()));
    }

    /**
     * Puts an item where everybody finds it.
     *
     * @param number the wanted number of the item, from the highest that was found, or -1 for none; a negative one gives up
     */
    public CompletableFuture<Stored> put(Keys keys, byte[] value, LongUnaryOperator number) {
        return queued(() -> attempt(keys, value, number, true));
    }

    private CompletableFuture<Stored> attempt(Keys keys, byte[] value, LongUnaryOperator number, boolean again) {
        return lookup(new Aim.Items(keys.publicKey())).thenCompose(both -> {
            long highest = both.item().map(Item::seq).orElse(-1L);
            long seq = number.applyAsLong(highest);
            if (seq < 0 || seq <= highest) {
                return CompletableFuture.completedFuture(new Stored(Optional.empty(), 0, both.answered()));
            }
            Item item = Item.sign(keys, seq, value);
            return Storing.all(krpc, both.families(), item).thenCompose(outcome ->
                    // Somebody stored in between: look again, once.
                    outcome.outdated() && again ? attempt(keys, value, number, false)
                            : CompletableFuture.completedFuture(new Stored(Optional.of(item).filter(i -> outcome.stored() > 0), outcome.stored(), both.answered())));
        });
    }

    /** Learns more nodes until there are plenty. */
    public CompletableFuture<Integer> explore() {
        return queued(() -> lookup(new Aim.Nodes(NodeId.random(setup.random()))).thenApply(both -> known()));
    }

    /** How many nodes of both families have answered and are not forgotten since. */
    public int known() {
        return nodes.size(true) + nodes.size(false);
    }

    /** How many addresses the names of the bootstrap nodes had when they were last needed; empty while they were not. */
    public OptionalInt doorsFound() {
        return doorsFound;
    }

    /** Whether more nodes should be learned. */
    public boolean knowsFew() {
        return known() < NodeCache.PLENTY;
    }

    /** Writes the known nodes down. Blocks. */
    public void save() {
        setup.cache().ifPresent(nodes::save);
    }

    private record Both(Optional<Item> item, int answered, int hops, List<List<Keeper>> families) { }

    private CompletableFuture<Both> lookup(Aim aim) {
        boolean entering = known() < FEW;
        return lookup(aim, entering).thenCompose(both -> both.answered() == 0 && !entering ? lookup(aim, true) : CompletableFuture.completedFuture(both));
    }

    private CompletableFuture<Both> lookup(Aim aim, boolean entering) {
        return (entering ? doors() : CompletableFuture.completedFuture(List.<InetSocketAddress>of())).thenCompose(addresses -> family(aim, true, addresses).thenCombine(family(aim, false, addresses), Mainline::both));
    }

    private CompletableFuture<List<InetSocketAddress>> doors() {
        CompletableFuture<List<InetSocketAddress>> doors = new CompletableFuture<>();
        try {
            // A name server may take its time: not on the thread that reads.
            setup.io().execute(() -> {
                List<InetSocketAddress> found = Bootstrap.lookUp(setup.bootstrap());
                doorsFound = OptionalInt.of(found.size());
                doors.complete(found);
            });
        } catch (RejectedExecutionException e) {
            doors.complete(List.of());
        }
        return doors;
    }

    private CompletableFuture<Lookup.Result> family(Aim aim, boolean ipv4, List<InetSocketAddress> doors) {
        List<InetSocketAddress> own = doors.stream().filter(door -> door.getAddress().getAddress().length == (ipv4 ? 4 : 16)).toList();
        return new Lookup(aim, ipv4, krpc, new Acquaintances(), nodes.nearest(aim.target(), ipv4, SEEDS), own).start();
    }

    private static Both both(Lookup.Result one, Lookup.Result other) {
        Optional<Item> item = one.item().filter(i -> other.item().filter(o -> o.seq() > i.seq()).isEmpty()).or(other::item);
        return new Both(item, one.answered() + other.answered(), item.equals(one.item()) ? one.hops() : other.hops(), List.of(one.nearest(), other.nearest()));
    }

    private final class Acquaintances implements Lookup.Acquaintance {
        @Override
        public void good(Contact contact, Reply reply) {
            if (contact.id().fits(contact.address().getAddress())) {
                nodes.good(contact);
            }
            reply.nodes().stream().filter(named -> named.isIpv4() != contact.isIpv4()).forEach(nodes::heard);
            reply.ours().ifPresent(address -> self.seenAt(address, contact.address()));
        }

        @Override
        public void bad(InetSocketAddress address) {
            nodes.bad(address);
        }
    }

    /** A few lookups at once; the others wait their turn. */
    private <T> CompletableFuture<T> queued(Supplier<CompletableFuture<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable task = () -> work.get().whenComplete((value, failure) -> {
            next();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
        boolean now;
        synchronized (this) {
            now = !closed && running < MOST_LOOKUPS;
            running += now ? 1 : 0;
            if (!now && (closed || waiting.size() >= MOST_WAITING)) {
                result.completeExceptionally(new IOException(closed ? "closed" : "too much is waiting"));
            } else if (!now) {
                waiting.add(task);
            }
        }
        if (now) {
            task.run();
        }
        return result;
    }

    private void next() {
        Optional<Runnable> task;
        synchronized (this) {
            task = Optional.ofNullable(waiting.poll());
            running -= task.isPresent() ? 0 : 1;
        }
        task.ifPresent(Runnable::run);
    }

    private void tickSoon() {
        if (ticking.compareAndSet(false, true)) {
            try {
                setup.timer().schedule(this::handTick, TICK_MS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                ticking.set(false); // the process ends
            }
        }
    }

    /** The timer's thread serves everybody: it only hands the work on. */
    private void handTick() {
        ticking.set(false);
        try {
            setup.io().execute(() -> {
                if (krpc.tick()) {
                    tickSoon();
                }
            });
        } catch (RejectedExecutionException e) {
            tickSoon();
        }
    }

    /** What is under way ends with nothing. */
    @Override
    public void close() {
        List<Runnable> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(waiting);
            waiting.clear();
            running += left.size();
        }
        krpc.close();
        left.forEach(Runnable::run);
    }
}
