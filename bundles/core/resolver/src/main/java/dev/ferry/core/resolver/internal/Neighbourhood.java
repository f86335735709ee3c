package dev.ferry.core.resolver.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.Throwaways;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Links.Presence;
import dev.ferry.core.policy.Policy;
import dev.ferry.core.protocol.crypto.Ticket;
import dev.ferry.core.resolver.Targets;
import dev.ferry.core.resolver.internal.advert.Endpoint;
import dev.ferry.core.resolver.internal.advert.Meetings;
import dev.ferry.core.resolver.internal.advert.Recognition;
import dev.ferry.core.resolver.internal.suggest.FileLook;
import dev.ferry.core.resolver.internal.suggest.FileType;
import dev.ferry.core.resolver.internal.suggest.Suggestions;
import dev.ferry.core.runtime.EventPublisher;
import dev.ferry.core.runtime.InOrder;
import dev.ferry.core.store.Store;
import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.FerryException;
import dev.ferry.model.Operation;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.model.SecurityContext;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Rendezvous;
import dev.ferry.spi.discovery.Scans;
import dev.ferry.spi.policy.PolicyQuestion;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Finds devices and is found: brings the parts of this bundle together and answers from them. Any thread. */
final class Neighbourhood implements Targets, AutoCloseable {
    /**
     * What a neighbourhood runs on.
     *
     * @param alwaysVisible whether strangers always see this device's name
     */
    record Setup(DeviceIdentity identity, TrustStore trust, Throwaways throwaways, Links links, Policy policy, Store store, EventPublisher events, ExecutorService io,
                 ScheduledExecutorService timer, InstantSource clock, LongSupplier nanos, SecureRandom random, HostLookup.Source names, boolean alwaysVisible) { }

    private final Setup setup;
    private final Plugins plugins;
    private final Services services;
    private final Recognition recognition;
    private final MeetingPlaces places;
    private final ScannedTickets scans;
    private final Seekers seekers;
    private final Presenter presenter;
    private final Sessions sessions = new Sessions();
    private final KnownRoutes known;
    private final Traits traits;
    private final Directory directory;
    private final Suggestions suggestions;
    private final Resolution resolution;
    private final HandedOut handedOut = new HandedOut();
    private final Teller teller;
    private final Nameplates nameplates;
    private final Visibility visibility;
    private final Announcer announcer;
    private final Browsers browsers;
    private final Executor ordered;
    private final Devices devices;
    private final List<Registration> following;
    private final ForeignClocks clocks = new ForeignClocks();
    private Set<Route> lastRoutes = Set.of();
    private volatile Presence presence = new Presence(List.of(), List.of());

    Neighbourhood(Setup setup) {
        this.setup = setup;
        this.ordered = new InOrder(setup.io());
        this.plugins = new Plugins(setup.events(), setup.clock());
        this.recognition = new Recognition(setup.identity().id(), setup.trust());
        Meetings meetings = new Meetings(setup.identity().id(), setup.trust());
        this.places = new MeetingPlaces(() -> meetings.ofPairs(this::mayRecognise, pair -> setup.trust().blocked(pair.id()).isEmpty()), setup.links()::ticketMeetings);
        this.presenter = new Presenter(new Presenter.Self(setup.identity(), setup.throwaways(), recognition, this::mayRecognise, setup.random(), setup.clock()));
        this.known = new KnownRoutes(setup.store());
        this.traits = new Traits(setup.store());
        Sightings sightings = new Sightings();
        this.directory = new Directory(setup.trust(), sightings, sessions, known, traits, new RouteOrder(plugins::rank), clocks::of);
        this.suggestions = new Suggestions(directory::listed, setup.store(), setup.clock());
        this.resolution = new Resolution(directory, new Hosts(new HostLookup(setup.names(), setup.io()), plugins::transportIds), suggestions);
        this.teller = new Teller(directory::listed, setup.events(), setup.clock(), setup.nanos(), setup.io(), setup.timer());
        this.nameplates = new Nameplates(directory::withNameplate, setup.nanos());
        this.scans = new ScannedTickets(setup.random());
        this.seekers = new Seekers(scans, places, directory, nameplates, setup.clock());
        this.announcer = new Announcer(this::advertisement, setup.io(), setup.timer());
        this.visibility = new Visibility(setup.alwaysVisible(), () -> !presence.nameplates().isEmpty(), setup.clock(), setup.nanos(), setup.timer(), announcer::changed);
        this.browsers = new Browsers(sightings, new Inspector(setup.clock(), presenter::isOwn, this::leadsHere, recognition, this::untimely), setup.io(), setup.timer(), setup.nanos(), this::changed);
        this.services = new Services(plugins, browsers, announcer, setup.io(), setup.timer());
        this.devices = new Devices(directory, resolution, suggestions, teller, visibility, plugins, setup.links(), setup.identity());
        this.following = List.of(setup.throwaways().follow(epoch -> announcer.changed()), setup.trust().follow(this::trustChanged),
                setup.policy().follow(this::rulesChanged), setup.links().follow(this::presenceChanged));
        changed();
    }

    private boolean mayRecognise(Pair pair) {
        Paired subject = new Paired(pair.id(), pair.name(), pair.trust(), new ConnectionStatus.Offline(Optional.empty(), Optional.empty()), Capabilities.NONE);
        return setup.trust().blocked(pair.id()).isEmpty()
                && setup.policy().refusal(new PolicyQuestion(subject, SecurityContext.PINNED, Operation.SEE_PRESENCE, OptionalLong.empty())).isEmpty();
    }

    private void rulesChanged() {
        announcer.changed();
        enqueue(places::changed);
    }

    private Optional<Advertisement> advertisement() {
        return presenter.compose(presence, visibility.visible());
    }

    private void untimely(DeviceId device, Instant issued) {
        setup.trust().pair(device).flatMap(pair -> clocks.differs(pair, issued, setup.clock().instant())).ifPresent(notice -> {
            setup.events().publish(notice);
            changed();
        });
    }

    private boolean leadsHere(Route route) {
        Optional<Endpoint> there = Endpoint.parse(route.address());
        return presence.routes().stream().filter(r -> r.transport().equals(route.transport())).anyMatch(r -> r.address().equals(route.address())
                || there.filter(e -> e.address().isLoopbackAddress()).map(Endpoint::port).equals(Endpoint.parse(r.address()).map(Endpoint::port)) && there.isPresent());
    }

    /** A new network: nothing that was said on the old one is said on the new. */
    private void presenceChanged(Presence now) {
        enqueue(() -> {
            Set<Route> routes = Set.copyOf(now.routes());
            // First the new epoch, then the new routes: the other way round the old key might be heard on the new network.
            if (!routes.isEmpty() && !lastRoutes.isEmpty() && !routes.equals(lastRoutes)) {
                setup.throwaways().rotate();
            }
            lastRoutes = routes.isEmpty() ? lastRoutes : routes;
            presence = now;
            plugins.transports(now.troubles());
            announcer.changed();
            places.changed();
        });
    }

    private void trustChanged(DeviceId device) {
        enqueue(() -> {
            if (setup.trust().pair(device).isEmpty()) {
                sessions.forget(device);
                known.forget(device);
                traits.forget(device);
                suggestions.forget(device);
                clocks.forget(device);
            }
            recognition.refresh();
            browsers.recognise(recognition);
            announcer.changed();
            places.changed();
            changed();
        });
    }

    private void changed() {
        teller.changed();
        nameplates.changed();
    }

    private void enqueue(Runnable task) {
        try {
            ordered.execute(task);
        } catch (RejectedExecutionException e) {
            // The process ends.
        }
    }

    /** Where plugins are added and removed: only enqueues. */
    Services services() {
        return services;
    }

    /** The same, as people and programs see it. */
    DeviceService devices() {
        return devices;
    }

    /** Where to meet in public. */
    Rendezvous rendezvous() {
        return places;
    }

    /** Where tickets say that their issuers are. */
    Scans scans() {
        return scans;
    }

    @Override
    public Seeking seekIssuer(Ticket ticket) {
        return seekers.seek(ticket);
    }

    @Override
    public Target resolve(ShareTarget target) throws FerryException {
        return handedOut.noted(resolution.resolve(target).target());
    }

    @Override
    public Target choose(ShareTarget.Auto how, List<ShareRequest.Item> files) throws FerryException {
        return handedOut.noted(resolution.chosen(how, FileLook.demanding(files)).target());
    }

    @Override
    public void shared(DeviceId device, List<ShareRequest.Item> files) {
        FileType type = FileLook.at(files).type();
        enqueue(() -> {
            if (setup.trust().pair(device).isPresent()) {
                suggestions.sent(device, type);
            }
        });
    }

    @Override
    public List<Route> awaitNameplate(int nameplate, Duration timeout) throws FerryException, InterruptedException {
        return handedOut.noted(nameplates.await(nameplate, timeout, this::blindness));
    }

    private String blindness() {
        if (plugins.none(Plugins.DISCOVERY)) {
            return " No discovery bundle is running here, for example dev.ferry.discovery.mdns.";
        }
        List<String> troubles = plugins.troubles(Plugins.DISCOVERY);
        return troubles.isEmpty() ? "" : " Discovery here is in trouble: " + String.join(" ", troubles);
    }

    @Override
    public List<Route> routes(DeviceId device) {
        return handedOut.noted(directory.routes(device));
    }

    @Override
    public Registration followRoutes(Consumer<DeviceId> listener) {
        return teller.followRoutes(listener);
    }

    @Override
    public Optional<String> lookAlike(String name) {
        return directory.lookAlike(name);
    }

    @Override
    public void connecting(DeviceId device) {
        sessions.connecting(device, setup.clock().instant());
        changed();
    }

    @Override
    public void connected(DeviceId device, Route route) {
        Instant now = setup.clock().instant();
        sessions.connected(device, route, now);
        reached(device, route, handedOut.has(route), now);
        changed();
    }

    @Override
    public void reached(DeviceId device, Route route) {
        reached(device, route, true, setup.clock().instant());
    }

    private void reached(DeviceId device, Route route, boolean dialled, Instant now) {
        enqueue(() -> {
            if (setup.trust().pair(device).isPresent()) {
                known.reached(device, route, dialled, now);
                changed();
            }
        });
    }

    @Override
    public void introduced(DeviceId device, Capabilities common, Optional<DeviceKind> kind) {
        enqueue(() -> {
            if (setup.trust().pair(device).isPresent()) {
                traits.said(device, new Traits.Said(common, kind));
                changed();
            }
        });
    }

    @Override
    public void measured(DeviceId device, Route route, Duration roundTrip) {
        enqueue(() -> {
            if (setup.trust().pair(device).isPresent()) {
                known.measured(device, route, roundTrip);
                changed();
            }
        });
    }

    @Override
    public void disconnected(DeviceId device, Optional<String> error) {
        sessions.disconnected(device, error, setup.clock().instant());
        changed();
    }

    @Override
    public void close() {
        following.forEach(Registration::close);
        visibility.close();
        announcer.close();
        browsers.close();
        recognition.close();
    }
}
