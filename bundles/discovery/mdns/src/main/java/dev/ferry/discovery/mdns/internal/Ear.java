package dev.ferry.discovery.mdns.internal;

import dev.ferry.spi.discovery.Sighting;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.jmdns.impl.DNSOutgoing;
import javax.jmdns.impl.DNSQuestion;
import javax.jmdns.impl.DNSRecord;
import javax.jmdns.impl.JmDNSImpl.Operation;
import javax.jmdns.impl.constants.DNSConstants;
import javax.jmdns.impl.constants.DNSRecordClass;
import javax.jmdns.impl.constants.DNSRecordType;

/**
 * Listens and asks on one link; silent towards everybody who does not announce a Ferry device.
 *
 * <h2>How long a device is believed</h2>
 * A record's own time to live says little: a device that is switched off says no goodbye, and two minutes are long. So whoever was not heard for {@link #QUIET} is asked for
 * its address, a question of 40 bytes that is answered to all, whereby one listener's question serves every other; after three times that span it is gone. With many devices
 * the span grows, so that a network of any size carries at most {@link #MAX_ANSWERS_PER_SECOND} of these answers.
 *
 * <h2>What is kept</h2>
 * Only records of at most {@link #MAX_PEERS} well-named instances and of their hosts stay in the cache; anything else is dropped as it comes.
 */
final class Ear {
    static final int MAX_PEERS = 512;
    private static final int MAX_ADDRESSES = 16;
    private static final int MAX_ANSWERS_PER_SECOND = 20;
    private static final int MAX_UNANSWERED = 3;
    private static final Duration QUIET = Duration.ofSeconds(4);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);
    private static final Duration REPORT_AGAIN = Duration.ofSeconds(5);
    /** The records of one instance come in one packet, one by one. */
    private static final Duration WHOLE = Duration.ofMillis(200);
    private static final Duration UNANSWERED_AGAIN = Duration.ofSeconds(1);
    private static final Duration FIRST_BROWSE = Duration.ofMillis(20);
    private static final Duration MAX_BROWSE = Duration.ofSeconds(60);

    /** An advertisement's instance, perhaps with the number that a conflict appended. Others are not Ferry's, or not sane. */
    private static final Pattern INSTANCE = Pattern.compile("[a-z0-9]{8,32}(?: \\(\\d{1,4}\\))?");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Told what was seen. Called with the ear's lock held, in order: only enqueues. */
    interface Reports {
        void sighted(Sighting sighting);

        void gone(String key);

        /** Something new may be in the cache; called on JmDNS's thread. */
        void stirred(Ear ear);
    }

    private final NetworkLink link;
    private final Reports reports;
    private final Predicate<String> ignored;
    private final LongSupplier nanos;
    private final PacedDns dns;
    private final PeerRecords records;
    private final Map<String, Peer> peers = new HashMap<>();
    private final Set<String> servers = ConcurrentHashMap.newKeySet();
    private OptionalLong browseAt = OptionalLong.empty();
    private Duration browseAfter = FIRST_BROWSE;
    private boolean closed;

    /** @param ignored instances that are not reported: those of this device */
    Ear(NetworkLink link, Reports reports, Predicate<String> ignored, LongSupplier nanos, ScheduledExecutorService timer, Executor io) throws IOException {
        this.link = link;
        this.reports = reports;
        this.ignored = ignored;
        this.nanos = nanos;
        this.dns = new PacedDns(link, unheardOf(), true, servers::contains, this::changed, timer, io);
        this.records = new PeerRecords(link, dns.getCache());
    }

    /** A host name is needed and never said. Who could guess it could claim it, and JmDNS would empty the cache. */
    private static String unheardOf() {
        return "ear-" + Long.toUnsignedString(RANDOM.nextLong(), Character.MAX_RADIX);
    }

    boolean broken() {
        return dns.broken();
    }

    /** Tells again all that is known, in order with what comes later. */
    synchronized void replay(Consumer<Sighting> to) {
        peers.values().stream().flatMap(peer -> peer.reported.stream()).forEach(to);
    }

    /** Everything that was seen here is gone. Afterwards nothing is reported. */
    synchronized void fallSilent() {
        closed = true;
        peers.values().stream().flatMap(peer -> peer.reported.stream()).map(Sighting::key).forEach(reports::gone);
        peers.clear();
    }

    /** Closes the sockets; takes up to one second. */
    void close() {
        fallSilent();
        dns.end();
    }

    /** On JmDNS's thread, for each record that is new or different. */
    private void changed(PacedDns from, DNSRecord record, Operation operation) {
        boolean stirred;
        synchronized (this) {
            stirred = !closed && operation != Operation.Remove && keep(from, record);
            if (!stirred) {
                from.getCache().removeDNSEntry(record);
            }
        }
        if (stirred) {
            reports.stirred(this);
        }
    }

    private boolean keep(PacedDns from, DNSRecord record) {
        String name = record.getName().toLowerCase(Locale.ROOT);
        return switch (record.getRecordType()) {
            case TYPE_PTR -> name.equals(PacedDns.TYPE) && record instanceof DNSRecord.Pointer pointer && peer(pointer.getAlias()).isPresent();
            case TYPE_TXT -> peer(name).isPresent();
            case TYPE_SRV -> {
                Optional<Peer> peer = peer(name);
                String server = record.getServiceInfo().getServer().toLowerCase(Locale.ROOT);
                peer.ifPresent(known -> known.server = server);
                peer.ifPresent(known -> servers.add(server));
                yield peer.isPresent();
            }
            case TYPE_A, TYPE_AAAA -> servers.contains(name) && from.getCache().getDNSEntryList(name).size() <= MAX_ADDRESSES;
            default -> false;
        };
    }

    private Optional<Peer> peer(String qualified) {
        String name = qualified.toLowerCase(Locale.ROOT);
        if (!name.endsWith("." + PacedDns.TYPE)) {
            return Optional.empty();
        }
        String instance = name.substring(0, name.length() - PacedDns.TYPE.length() - 1);
        if (!peers.containsKey(instance) && peers.size() < MAX_PEERS && INSTANCE.matcher(instance).matches() && !ignored.test(instance.split(" ")[0])) {
            peers.put(instance, new Peer(instance, nanos.getAsLong()));
        }
        return Optional.ofNullable(peers.get(instance));
    }

    /** Looks at what the cache holds now, reports differences and asks where it is time to. Often, and whenever something stirred. */
    void sweep() {
        List<DNSQuestion> questions = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            long now = nanos.getAsLong();
            browse(now).ifPresent(questions::add);
            peers.values().removeIf(peer -> !stays(peer, now, questions));
            servers.retainAll(peers.values().stream().map(peer -> peer.server).collect(Collectors.toSet()));
        }
        ask(questions);
    }

    /** The question who is there: at once, after 1 s, 2 s and so on (RFC 6762 section 5.2). */
    private Optional<DNSQuestion> browse(long now) {
        if (browseAt.isPresent() && now - browseAt.getAsLong() < 0) {
            return Optional.empty();
        }
        browseAfter = browseAfter == FIRST_BROWSE ? Duration.ofSeconds(1) : shorter(browseAfter.multipliedBy(2), MAX_BROWSE);
        browseAt = OptionalLong.of(now + browseAfter.toNanos());
        return Optional.of(question(PacedDns.TYPE, DNSRecordType.TYPE_PTR));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private boolean stays(Peer peer, long now, List<DNSQuestion> questions) {
        Optional<PeerRecords.Found> found = records.find(peer, believed().plus(REPORT_AGAIN));
        if (found.isEmpty()) {
            if (peer.reported.isPresent() || peer.unanswered > MAX_UNANSWERED) {
                forget(peer);
                return false;
            }
            if (now - peer.heardAt > WHOLE.toNanos() && due(peer, now, UNANSWERED_AGAIN)) {
                peer.unanswered++;
                questions.add(question(peer.qualified(), DNSRecordType.TYPE_ANY));
            }
            return true;
        }
        if (found.get().newest() != peer.newest) {
            peer.newest = found.get().newest();
            peer.heardAt = now;
        }
        if (now - peer.heardAt > believed().toNanos()) {
            forget(peer);
            return false;
        }
        peer.unanswered = 0;
        report(peer, found.get().sighting(), now);
        if (found.get().ageing()) {
            if (due(peer, now, ASK_AGAIN)) {
                questions.add(question(peer.qualified(), DNSRecordType.TYPE_ANY));
            }
        } else if (now - peer.heardAt > quiet().toNanos() && due(peer, now, ASK_AGAIN.plusMillis(ThreadLocalRandom.current().nextInt(500)))) {
            questions.add(question(peer.server, DNSRecordType.TYPE_ANY));
        }
        return true;
    }

    private Duration quiet() {
        Duration needed = Duration.ofSeconds(peers.size()).dividedBy(MAX_ANSWERS_PER_SECOND);
        return needed.compareTo(QUIET) > 0 ? needed : QUIET;
    }

    private Duration believed() {
        return quiet().multipliedBy(3);
    }

    private static boolean due(Peer peer, long now, Duration pause) {
        if (peer.askedAt != 0 && now - peer.askedAt < pause.toNanos()) {
            return false;
        }
        peer.askedAt = now;
        return true;
    }

    private void report(Peer peer, Sighting sighting, long now) {
        if (!peer.hasReported(sighting) || now - peer.reportedAt > REPORT_AGAIN.toNanos() && now - peer.heardAt < REPORT_AGAIN.toNanos()) {
            peer.reported = Optional.of(sighting);
            peer.reportedAt = now;
            reports.sighted(sighting);
        }
    }

    /** Its records leave the cache, so that a return is news. */
    private void forget(Peer peer) {
        peer.reported.map(Sighting::key).ifPresent(reports::gone);
        records.forget(peer);
    }

    private static DNSQuestion question(String name, DNSRecordType type) {
        return DNSQuestion.newQuestion(name, type, DNSRecordClass.CLASS_IN, false);
    }

    private void ask(List<DNSQuestion> questions) {
        try {
            DNSOutgoing out = new DNSOutgoing(DNSConstants.FLAGS_QR_QUERY);
            for (DNSQuestion question : questions) {
                if (out.availableSpace() < 300) {
                    dns.send(out);
                    out = new DNSOutgoing(DNSConstants.FLAGS_QR_QUERY);
                }
                out.addQuestion(question);
            }
            dns.send(out);
        } catch (IOException e) {
            dns.recover();
        }
    }
}
