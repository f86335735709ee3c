package dev.ferry.discovery.mdns.internal;

import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Advertiser;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Multicast DNS on every usable link. One {@link Ear} a link while anybody browses, one {@link Voice} a link and advertisement. Links are looked at every
 * {@link #POLL_SECONDS} seconds, because the JDK does not tell when one comes, goes or changes its address; what broke is opened again at the same time.
 *
 * <p>Locks: {@link #links} holds who listens and speaks where, and is held while sockets are opened (milliseconds), never while they are closed (a second). A mailbox's and an
 * ear's lock are only taken inside it, never the other way round.
 */
final class MdnsDiscovery implements DiscoveryProvider, Advertiser, Ear.Reports, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MdnsDiscovery.class);
    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})$");
    private static final int POLL_SECONDS = 5;
    private static final int SWEEP_MS = 500;
    /** Many devices may have been woken by the same event (RFC 6762 section 5.2). */
    private static final int FIRST_QUESTION_MS = 20;
    private static final int FIRST_QUESTION_SPREAD_MS = 100;
    private static final int GOODBYE_AGAIN_MS = 150;
    private static final int ECHO_SECONDS = 5;

    private final MdnsSettings settings;
    private final ExecutorService io;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanos;
    private final Object links = new Object();
    private final Map<NetworkLink, Ear> ears = new HashMap<>();
    private final Set<Mailbox> mailboxes = ConcurrentHashMap.newKeySet();
    private final List<Announcement> announcements = new ArrayList<>();
    /** Instances of this device, until the last echo of their goodbye is over. */
    private final Set<String> ours = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final Future<?> polls;
    private final Future<?> sweeps;
    private String trouble = "";
    private boolean closed;

    MdnsDiscovery(MdnsSettings settings, ExecutorService io, ScheduledExecutorService timer, LongSupplier nanos) {
        this.settings = settings;
        this.io = io;
        this.timer = timer;
        this.nanos = nanos;
        this.polls = timer.scheduleWithFixedDelay(() -> onIo(this::reconcile), POLL_SECONDS, POLL_SECONDS, TimeUnit.SECONDS);
        this.sweeps = timer.scheduleWithFixedDelay(this::sweepSoon, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    private record Announcement(Advertisement advertisement, int port, Map<NetworkLink, Voice> voices) { }

    @Override
    public Registration browse(SightingSink sink) {
        Mailbox mailbox = new Mailbox(sink, io);
        synchronized (links) {
            mailboxes.add(mailbox);
            ears.values().forEach(ear -> ear.replay(mailbox::sighted));
            reconcile();
            mailbox.state(trouble);
        }
        later(this::sweepSoon, FIRST_QUESTION_MS + ThreadLocalRandom.current().nextInt(FIRST_QUESTION_SPREAD_MS));
        return () -> {
            mailbox.close();
            synchronized (links) {
                mailboxes.remove(mailbox);
                reconcile();
            }
        };
    }

    /** Multicast DNS carries one TCP port; an advertisement without one has nothing to say here. */
    @Override
    public Registration advertise(Advertisement advertisement) {
        OptionalInt port = advertisement.routes().stream().filter(route -> route.transport().equals("tcp")).mapToInt(MdnsDiscovery::port)
                .filter(number -> number > 0).findFirst();
        if (port.isEmpty()) {
            return () -> { };
        }
        Announcement announcement = new Announcement(advertisement, port.getAsInt(), new HashMap<>());
        ours.add(advertisement.instance());
        synchronized (links) {
            announcements.add(announcement);
            reconcile();
        }
        return () -> withdraw(announcement);
    }

    private void withdraw(Announcement announcement) {
        List<Voice> voices;
        synchronized (links) {
            announcements.remove(announcement);
            voices = List.copyOf(announcement.voices().values());
            announcement.voices().clear();
        }
        voices.forEach(this::retire);
        later(() -> ours.remove(announcement.advertisement().instance()), ECHO_SECONDS * 1000);
    }

    private static int port(Route route) {
        Matcher port = PORT.matcher(route.address());
        return port.find() ? Integer.parseInt(port.group(1)) : 0;
    }

    /** Ends everything; goodbyes are on the network when it returns, sockets close a second later. */
    @Override
    public void close() {
        polls.cancel(false);
        sweeps.cancel(false);
        mailboxes.forEach(Mailbox::close);
        synchronized (links) {
            closed = true;
            mailboxes.clear();
            reconcile();
            announcements.clear();
        }
    }

    /** The goodbye is on the network when it returns; the rest takes a second and is done elsewhere. */
    private void retire(Voice voice) {
        voice.goodbye();
        later(voice::close, GOODBYE_AGAIN_MS);
    }

    private void later(Runnable task, int delayMs) {
        try {
            timer.schedule(() -> onIo(task), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            task.run(); // the process is ending: better slow than open
        }
    }

    private void onIo(Runnable task) {
        try {
            io.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("No thread is free; the next round does it");
        }
    }

    /** Makes what is open what should be open now. */
    private void reconcile() {
        synchronized (links) {
            List<String> failures = new ArrayList<>();
            List<NetworkLink> usable = usable(failures);
            for (Ear ear : without(ears, mailboxes.isEmpty() ? List.of() : usable, Ear::broken)) {
                ear.fallSilent();
                onIo(ear::close);
            }
            for (NetworkLink link : mailboxes.isEmpty() ? List.<NetworkLink>of() : usable) {
                open(ears, link, () -> new Ear(link, this, ours::contains, nanos, timer, io), failures);
            }
            for (Announcement announcement : announcements) {
                without(announcement.voices(), usable, Voice::broken).forEach(this::retire);
                for (NetworkLink link : usable) {
                    open(announcement.voices(), link, () -> new Voice(link, announcement.advertisement(), announcement.port(), timer, io), failures);
                }
            }
            trouble = String.join(" ", failures);
            mailboxes.forEach(mailbox -> mailbox.state(trouble));
        }
    }

    private List<NetworkLink> usable(List<String> failures) {
        if (closed) {
            return List.of();
        }
        try {
            List<NetworkLink> usable = NetworkLink.usable(settings);
            if (usable.isEmpty()) {
                failures.add("No network interface can be used for multicast DNS" + (settings.interfaces().isEmpty() ? "" : " (configured: "
                        + String.join(", ", settings.interfaces()) + ")") + "; devices are found again when one is up.");
            }
            return usable;
        } catch (SocketException e) {
            failures.add("The network interfaces cannot be listed: " + e.getMessage() + ".");
            return List.of();
        }
    }

    /** Takes out and returns what is on no usable link or broken. */
    private static <T> List<T> without(Map<NetworkLink, T> open, List<NetworkLink> usable, Predicate<T> broken) {
        List<T> out = new ArrayList<>();
        open.entrySet().removeIf(entry -> {
            boolean leaves = !usable.contains(entry.getKey()) || broken.test(entry.getValue());
            return leaves && out.add(entry.getValue());
        });
        return out;
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    private static <T> void open(Map<NetworkLink, T> open, NetworkLink link, Opening<T> opening, List<String> failures) {
        if (open.containsKey(link)) {
            return;
        }
        try {
            open.put(link, opening.open());
        } catch (IOException e) {
            LOG.debug("Multicast DNS cannot be opened on {}", link.id(), e);
            failures.add("Multicast DNS does not work on " + link.name() + ": " + e.getMessage() + "; it is tried again every " + POLL_SECONDS + " seconds.");
        }
    }

    private void sweepSoon() {
        if (sweeping.compareAndSet(false, true)) {
            onIo(this::sweep);
        }
    }

    private void sweep() {
        sweeping.set(false); // first, so that what stirs from now on is looked at again
        List<Ear> listening;
        synchronized (links) {
            listening = List.copyOf(ears.values());
        }
        listening.forEach(Ear::sweep);
    }

    @Override
    public void sighted(Sighting sighting) {
        mailboxes.forEach(mailbox -> mailbox.sighted(sighting));
    }

    @Override
    public void gone(String key) {
        mailboxes.forEach(mailbox -> mailbox.gone(key));
    }

    @Override
    public void stirred(Ear ear) {
        sweepSoon();
    }
}
