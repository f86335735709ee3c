package dev.ferry.discovery.mdns.internal;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.MulticastSocket;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.jmdns.impl.DNSIncoming;
import javax.jmdns.impl.DNSOutgoing;
import javax.jmdns.impl.DNSRecord;
import javax.jmdns.impl.JmDNSImpl;
import javax.jmdns.impl.ServiceInfoImpl;
import javax.jmdns.impl.constants.DNSConstants;
import javax.jmdns.impl.constants.DNSRecordClass;
import javax.jmdns.impl.tasks.Responder;
import javax.jmdns.impl.tasks.state.Announcer;
import javax.jmdns.impl.tasks.state.Canceler;
import javax.jmdns.impl.tasks.state.Prober;

/**
 * JmDNS with its clockwork replaced. What it keeps: sockets, one listener thread, the message format, the record cache, probing and conflicts. What it loses, and why:
 * <ul>
 * <li>Its timers (two threads a socket): tasks run on the executors of this process. They also keep the intervals of RFC 6762 section 8, where JmDNS probes and
 * announces four times slower and takes two seconds to say goodbye.
 * <li>Its service listeners and collectors, which keep state for every name that anyone on the network makes up. Changes of the cache go to one hook, which also
 * decides what stays in the cache.
 * <li>Its readiness to parse anything: {@link GuardedSocket} shows it what is well formed and concerns Ferry.
 * <li>Answers to one address: a reply always goes to the group, so that nobody makes this device send to a third one, or reads it from beyond the link.
 * <li>Its habit of closing itself when one answer fails, and of opening itself again from a thread of its own: {@link #broken} tells the owner, who does it.
 * </ul>
 */
final class PacedDns extends JmDNSImpl {
    /** The service type of Ferry, registered in the project's documents; all names end with it. */
    static final String TYPE = "_ferry._tcp.local.";

    /** Seconds that others may remember what is announced: RFC 6762 section 10 for records that hang on a host name. JmDNS says one hour. */
    private static final int TTL_SECONDS = 120;
    private static final int PROBES = 3;
    private static final int ANNOUNCEMENTS = 2;
    private static final int GOODBYES = 3;
    private static final int PROBE_INTERVAL_MS = 250;
    private static final int ANNOUNCE_INTERVAL_MS = 1000;
    /** After so many conflicts in a row an attacker is at work, and probing slows down (RFC 6762 section 8.1). */
    private static final int CALM_CONFLICTS = 15;
    private static final int SLOW_PROBE_MS = 5000;
    /** Queries being answered at one time; more is a flood and gets the answers that the others asked for. */
    private static final int MAX_ANSWERING = 8;

    /** Told of each change of the cache, on the listener's thread: must neither throw nor block, and decides what stays in the cache. */
    interface Changes {
        void changed(PacedDns dns, DNSRecord record, Operation operation);
    }

    private final ScheduledExecutorService timer;
    private final Executor io;
    private final boolean silent;
    private final Changes changes;
    private final Optional<Thread> listener;
    private final GuardedSocket guarded;
    private final AtomicInteger answering = new AtomicInteger();
    private final AtomicInteger probings = new AtomicInteger();
    private final Object pace = new Object();
    /** False while the super constructor runs: its threads and calls come before the fields above are set. */
    private volatile boolean ready;
    private volatile boolean leaving;
    private volatile boolean broken;

    /**
     * Opens the sockets.
     *
     * @param host    the name of this device on that link, without domain
     * @param hosts   names of other hosts whose addresses matter, lower case and with a dot at their end
     * @param silent  whether it only listens and asks: no probe, no answer, no name on the network
     */
    PacedDns(NetworkLink link, String host, boolean silent, Predicate<String> hosts, Changes changes, ScheduledExecutorService timer, Executor io) throws IOException {
        this(link, host, silent, new GuardedSocket(DNSConstants.MDNS_PORT, name -> name.equals(host + ".local.") || hosts.test(name)), changes, timer, io);
    }

    private PacedDns(NetworkLink link, String host, boolean silent, GuardedSocket guarded, Changes changes, ScheduledExecutorService timer, Executor io) throws IOException {
        super(named(link, host), host);
        this.timer = timer;
        this.io = io;
        this.silent = silent;
        this.changes = changes;
        this.listener = threadOf("SocketListener(" + host + ")");
        this.guarded = guarded;
        guarded.attach(super.getSocket());
        synchronized (this) {
            ready = true;
            notifyAll();
        }
    }

    /** Called by the listener before each packet, and before this object is complete. */
    @Override
    public MulticastSocket getSocket() {
        synchronized (this) {
            while (!ready) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return super.getSocket();
                }
            }
        }
        return guarded;
    }

    /** JmDNS asks the address for its name even when it was given one, and an address without a name asks the network, for up to 30 seconds. */
    private static InetAddress named(NetworkLink link, String host) throws IOException {
        byte[] bytes = link.address().getAddress();
        return link.v6() ? Inet6Address.getByAddress(host, bytes, link.index()) : InetAddress.getByAddress(host, bytes);
    }

    private static Optional<Thread> threadOf(String name) {
        Thread[] threads = new Thread[Thread.activeCount() + 64];
        Thread.enumerate(threads);
        return Arrays.stream(threads).filter(Objects::nonNull).filter(thread -> thread.getName().equals(name)).reduce((first, last) -> last);
    }

    /** Whether it must be closed and opened again: the network went away under it, or a packet killed its listener. */
    boolean broken() {
        return broken || !leaving && listener.filter(thread -> !thread.isAlive()).isPresent();
    }

    /** Withdraws what is announced, at once: one packet, on the calling thread. {@link #end} repeats it for those who missed it. */
    void goodbye() {
        leaving = true;
        try {
            DNSOutgoing out = new DNSOutgoing(DNSConstants.FLAGS_QR_RESPONSE | DNSConstants.FLAGS_AA);
            for (var service : getServices().values()) {
                for (DNSRecord record : ((ServiceInfoImpl) service).answers(DNSRecordClass.CLASS_ANY, true, 0, getLocalHost())) {
                    out.addAnswer((DNSIncoming) null, record);
                }
            }
            for (DNSRecord record : getLocalHost().answers(DNSRecordClass.CLASS_ANY, true, 0)) {
                out.addAnswer((DNSIncoming) null, record);
            }
            send(out);
        } catch (IOException e) {
            broken = true; // no network, nobody to say goodbye to
        }
    }

    /** Says goodbye thrice and closes the sockets; waits for the listener, which takes up to one second. */
    void end() {
        leaving = true;
        super.close();
    }

    /** Called by JmDNS when an answer fails, which one odd query can bring about. */
    @Override
    public void close() { }

    @Override
    public void recover() {
        broken = true;
    }

    @Override
    public void send(DNSOutgoing out) throws IOException {
        if (out.isResponse()) {
            for (DNSRecord record : out.getAllAnswers()) {
                record.setTTL(Math.min(record.getTTL(), TTL_SECONDS));
            }
            boolean alive = out.getAllAnswers().stream().anyMatch(record -> record.getTTL() > 0);
            if (silent || leaving && alive) {
                return;
            }
        }
        super.send(out);
    }

    @Override
    public void updateRecord(long now, DNSRecord record, Operation operation) {
        if (!ready) {
            return;
        }
        try {
            changes.changed(this, record, operation);
        } catch (RuntimeException e) {
            getCache().removeDNSEntry(record); // what JmDNS cannot read a second time; the listener's thread must not end of it
        }
    }

    /** JmDNS keeps every type that it hears of, and parses names here that can kill its listener. */
    @Override
    public boolean registerServiceType(String type) {
        return TYPE.equalsIgnoreCase(type) && super.registerServiceType(type);
    }

    @Override
    public void startProber() {
        if (ready && !silent) {
            boolean attacked = probings.incrementAndGet() > CALM_CONFLICTS;
            int first = attacked ? SLOW_PROBE_MS : ThreadLocalRandom.current().nextInt(PROBE_INTERVAL_MS);
            repeat(new Prober(this), PROBES, first, PROBE_INTERVAL_MS);
        }
    }

    @Override
    public void startAnnouncer() {
        repeat(new Announcer(this), ANNOUNCEMENTS, PROBE_INTERVAL_MS, ANNOUNCE_INTERVAL_MS);
    }

    @Override
    public void startCanceler() {
        Canceler canceler = new Canceler(this);
        for (int i = 0; i < GOODBYES; i++) {
            canceler.run();
        }
    }

    /** A task whose work is done finds nothing to do in a further run. */
    private void repeat(Runnable task, int times, int firstMs, int intervalMs) {
        for (int i = 0; i < times; i++) {
            later(task, firstMs + i * intervalMs);
        }
    }

    private void later(Runnable task, int delayMs) {
        try {
            timer.schedule(() -> hand(task), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            broken = true; // the process is ending, or too busy: the owner looks again
        }
    }

    private void hand(Runnable task) {
        try {
            io.execute(() -> {
                synchronized (pace) {
                    task.run();
                }
            });
        } catch (RejectedExecutionException e) {
            broken = true;
        }
    }

    @Override
    public void startResponder(DNSIncoming query, InetAddress address, int port) {
        if (!ready || silent || leaving || !concerns(query)) {
            respondToQuery(query); // or a truncated query would wait for its rest for ever
            return;
        }
        if (answering.incrementAndGet() > MAX_ANSWERING) {
            answering.decrementAndGet();
            respondToQuery(query);
            return;
        }
        Responder responder = new Responder(this, query, getGroup(), DNSConstants.MDNS_PORT);
        int wait = query.isTruncated() ? 400 : 20;
        later(() -> {
            answering.decrementAndGet();
            responder.run();
        }, wait + ThreadLocalRandom.current().nextInt(100)); // RFC 6762 sections 6 and 7.2
    }

    /** JmDNS answers any question for an address with its own. */
    private boolean concerns(DNSIncoming query) {
        return query.getQuestions().stream().map(question -> question.getName().toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.equals(TYPE) || name.equals(getHostName()) || getServices().containsKey(name));
    }

    @Override
    public void startRenewer() { }

    @Override
    public void startReaper() { }

    @Override
    public void startServiceInfoResolver(ServiceInfoImpl info) { }

    @Override
    public void startTypeResolver() { }

    @Override
    public void startServiceResolver(String type) { }

    @Override
    public void purgeTimer() { }

    @Override
    public void purgeStateTimer() { }

    @Override
    public void cancelTimer() { }

    @Override
    public void cancelStateTimer() { }
}
