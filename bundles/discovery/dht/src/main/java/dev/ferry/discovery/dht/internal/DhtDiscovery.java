package dev.ferry.discovery.dht.internal;

import dev.ferry.discovery.dht.internal.mainline.Mainline;
import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Advertiser;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Rendezvous;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The DHT as a way to meet. While there is somebody to look for or something to announce it has a socket and goes round; else it is silent. A round does what is due and waits for
 * nothing. All rounds, and with them opening and closing the socket, are one after another on io threads; {@link #turn} is the lock of that order.
 */
final class DhtDiscovery implements DiscoveryProvider, Advertiser, AutoCloseable {
    /** What is withdrawn when the plugin stops is taken back within this time, or left to expire. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final Duration SAVE = Duration.ofMinutes(15);
    private static final Duration EXPLORE = Duration.ofMinutes(1);
    /** So many rounds of looking without any answer are no accident. */
    private static final int DEAF = 2;

    /**
     * What it runs on.
     *
     * @param cache    file of known nodes; empty to keep none
     * @param open     where this device announces itself to everybody, if it does
     * @param followed boards of others that everybody may read
     */
    record Setup(DhtSettings settings, Rendezvous rendezvous, Optional<Path> cache, Optional<Board> open, List<Board> followed, ExecutorService io, ScheduledExecutorService timer, InstantSource clock, LongSupplier nanos,
                 SecureRandom random) { }

    private final Setup setup;
    private final Publisher publisher;
    private final Seeker seeker;
    private final Set<Mailbox> mailboxes = ConcurrentHashMap.newKeySet();
    private final Registration following;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Object turn = new Object();
    private volatile Optional<Mainline> mainline = Optional.empty();
    private Optional<Future<?>> rounds = Optional.empty();
    private long saveAt;
    private long exploreAt;
    private volatile boolean closed;
    private volatile long farewellEnds;
    private volatile int unanswered;
    private volatile String trouble = "";
    private final Standing standing;
    private volatile String note = Standing.IDLE;

    DhtDiscovery(Setup setup) {
        this.setup = setup;
        this.publisher = new Publisher(setup.open(), setup.settings().pace(), setup.clock(), setup.nanos(), setup.random(), this::put);
        this.standing = new Standing(setup.clock(), setup.settings().bootstrap().size());
        this.seeker = new Seeker(setup.followed(), setup.settings().pace(), setup.clock(), setup.nanos(), new ToMailboxes());
        this.following = setup.settings().enabled() ? setup.rendezvous().follow(this::secrets) : () -> { };
    }

    private void secrets(Rendezvous.Secrets secrets) {
        publisher.secrets(secrets.announced());
        seeker.secrets(secrets.sought());
        roundSoon();
    }

    @Override
    public Registration browse(SightingSink sink) {
        Mailbox mailbox = new Mailbox(sink, setup.io());
        if (!setup.settings().enabled() || closed) {
            mailbox.note(Standing.OFF);
            return mailbox::close;
        }
        mailboxes.add(mailbox);
        seeker.known().forEach(mailbox::sighted);
        mailbox.state(trouble);
        mailbox.note(note);
        seeker.hurry();
        roundSoon();
        return () -> {
            mailbox.close();
            mailboxes.remove(mailbox);
            roundSoon();
        };
    }

    @Override
    public Registration advertise(Advertisement advertisement) {
        if (!setup.settings().enabled() || closed || Endpoints.encode(advertisement.routes()).isEmpty()) {
            return () -> { };
        }
        publisher.add(advertisement);
        roundSoon();
        return () -> {
            publisher.remove(advertisement);
            roundSoon();
        };
    }

    /** Ends everything. What was announced is taken back on other threads, within a few seconds; the socket closes after that. */
    @Override
    public void close() {
        following.close();
        farewellEnds = setup.nanos().getAsLong() + FAREWELL.toNanos();
        closed = true;
        mailboxes.forEach(Mailbox::close);
        mailboxes.clear();
        publisher.removeAll();
        roundSoon();
    }

    private void roundSoon() {
        if (asked.compareAndSet(false, true)) {
            try {
                setup.io().execute(this::round);
            } catch (RejectedExecutionException e) {
                asked.set(false); // the next one is asked for by the clock
            }
        }
    }

    private void round() {
        asked.set(false); // first, so that what changes from now on is looked at again
        synchronized (turn) {
            boolean seeking = seeker.busy() && !mailboxes.isEmpty();
            boolean wanted = (seeking || publisher.busy()) && !(closed && setup.nanos().getAsLong() - farewellEnds > 0);
            if (!wanted) {
                shut();
                note(Standing.IDLE);
                return;
            }
            if (mainline.isEmpty() && !open()) {
                return;
            }
            publisher.round(mainline.get());
            if (seeking) {
                seeker.round(mainline.get());
            }
            keepNodes(mainline.get());
        }
    }

    /** Learns nodes until there are plenty, and writes them down now and then. */
    private void keepNodes(Mainline open) {
        long now = setup.nanos().getAsLong();
        if (!closed && exploreAt - now <= 0 && open.knowsFew()) {
            exploreAt = now + EXPLORE.toNanos();
            open.explore();
        }
        if (saveAt - now <= 0) {
            saveAt = now + SAVE.toNanos();
            open.save();
        }
    }

    private boolean open() {
        if (rounds.isEmpty()) {
            long tick = setup.settings().pace().tick().toMillis();
            rounds = Optional.of(setup.timer().scheduleWithFixedDelay(this::roundSoon, tick, tick, TimeUnit.MILLISECONDS));
        }
        try {
            mainline = Optional.of(Mainline.open(new Mainline.Setup(setup.settings().address(), setup.settings().bootstrap(), setup.cache(), setup.io(), setup.timer(), setup.nanos(),
                    setup.random())));
            exploreAt = setup.nanos().getAsLong();
            saveAt = exploreAt + SAVE.toNanos();
            unanswered = 0;
            note(standing());
            return true;
        } catch (IOException e) {
            trouble("The DHT needs a UDP socket, and none can be opened" + setup.settings().address().map(a -> " at " + a.getHostAddress()).orElse("") + ": " + e.getMessage()
                    + ". It is tried again.");
            return false;
        }
    }

    private void shut() {
        rounds.ifPresent(round -> round.cancel(false));
        rounds = Optional.empty();
        mainline.ifPresent(open -> {
            open.save();
            open.close();
        });
        mainline = Optional.empty();
        if (closed) {
            publisher.secrets(List.of());
            seeker.secrets(List.of());
        }
    }

    private void trouble(String sentence) {
        trouble = sentence;
        mailboxes.forEach(mailbox -> mailbox.state(sentence));
    }

    /** What a round, a look or a put has shown. */
    private void heard(int nodes) {
        standing.answered(nodes);
        unanswered = nodes > 0 ? 0 : unanswered + 1;
        if (nodes > 0) {
            trouble("");
        } else if (unanswered >= DEAF) {
            trouble("No node of the DHT answers. " + standing.why(doors()));
        }
        note(standing());
    }

    private void put(OptionalInt stored, int asked) {
        stored.ifPresent(standing::stored);
        heard(asked);
        roundSoon();
    }

    private String standing() {
        return standing.sentence(mainline.map(Mainline::known).orElse(0), doors());
    }

    private OptionalInt doors() {
        return mainline.map(Mainline::doorsFound).orElse(OptionalInt.empty());
    }

    private void note(String sentence) {
        note = sentence;
        mailboxes.forEach(mailbox -> mailbox.note(sentence));
    }

    private final class ToMailboxes implements Seeker.Reports {
        @Override
        public void sighted(Sighting sighting) {
            mailboxes.forEach(mailbox -> mailbox.sighted(sighting));
        }

        @Override
        public void gone(String key) {
            mailboxes.forEach(mailbox -> mailbox.gone(key));
        }

        @Override
        public void looked(int nodes) {
            heard(nodes);
        }
    }
}
