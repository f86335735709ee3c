package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.LinkKeys;
import dev.ferry.core.protocol.crypto.PairingCode;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.crypto.Ticket;
import dev.ferry.core.resolver.Targets;
import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.model.SecurityContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** Devices that find and authenticate each other by magic. A route's port names the device. */
final class FakeNet implements AutoCloseable {
    final SettableTime time = new SettableTime();
    private final Map<Integer, Port> ports = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger(1000);
    final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
    volatile boolean down;
    /** How far the devices are from each other. */
    volatile Duration roundTrip = Duration.ofMillis(1);
    /** Devices are seen, and nobody takes a connection. */
    volatile boolean walled;
    /** So many dials come to no answer in time. */
    final AtomicInteger late = new AtomicInteger();
    /** So many dials end in a handshake that somebody on the way has broken. */
    final AtomicInteger disturbed = new AtomicInteger();
    /** How long each dial would have waited. */
    final List<Duration> timeouts = new CopyOnWriteArrayList<>();
    /** What is done to each accepted connection before it is handed over. */
    volatile Consumer<FakeConnection> onAccept = connection -> { };
    /** What is done to both ends of each connection before either is used. */
    volatile Consumer<FakeConnection> onEnd = connection -> { };

    Port port(Device device) {
        Port port = new Port(device, numbers.incrementAndGet());
        // One that starts again is where it is now.
        ports.values().removeIf(old -> old.device.id.equals(device.id));
        ports.put(port.number, port);
        return port;
    }

    /** Lets go of the connections of before, which timers and this hold: for tests of many. */
    void forget() {
        connections.clear();
        time.push(Duration.ofMinutes(1));
    }

    /** Cuts every connection there is. */
    void cut() {
        // One that is being dialled meanwhile stays.
        List<FakeConnection> all = List.copyOf(connections);
        all.forEach(connection -> connection.channel().cut());
        connections.removeAll(all);
    }

    /** Every connection there is becomes a black hole; new ones work. */
    void swallow() {
        List<FakeConnection> all = List.copyOf(connections);
        all.forEach(connection -> connection.channel().swallow());
        connections.removeAll(all);
    }

    @Override
    public void close() {
        time.shutdown();
    }

    /** One device's view of the net. */
    final class Port implements Links, Targets {
        final Device device;
        final int number;
        final AtomicInteger dials = new AtomicInteger();
        final List<String> status = new CopyOnWriteArrayList<>();
        /** To whom files have arrived. */
        final List<DeviceId> learned = new CopyOnWriteArrayList<>();
        /** What each said of itself. */
        final Map<DeviceId, String> introduced = new ConcurrentHashMap<>();
        final Map<Route, Duration> measured = new ConcurrentHashMap<>();
        private final Map<Integer, FakeWindow> windows = new ConcurrentHashMap<>();
        private final List<Consumer<DeviceId>> followers = new CopyOnWriteArrayList<>();
        private final List<Consumer<Presence>> presences = new CopyOnWriteArrayList<>();

        Port(Device device, int number) {
            this.device = device;
            this.number = number;
        }

        Route route() {
            return new Route("memory", "192.0.2.1:" + number, Proximity.LAN);
        }

        @Override
        public Connection dial(Dial request) throws FerryException {
            dials.incrementAndGet();
            timeouts.add(request.timeout());
            if (late.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new FerryException(new Problem.TimeoutError(Problem.TimeoutError.Timer.CONNECT, request.timeout(), "No answer."));
            }
            if (disturbed.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new FerryException(new Problem.EncryptionError("What answers does not speak Ferry's encryption."));
            }
            Port to = request.routes().stream().map(route -> ports.get(Integer.parseInt(route.address().substring(route.address().indexOf(':') + 1)))).findFirst()
                    .orElse(null);
            if (down || walled || to == null) {
                throw new FerryException(new Problem.NetworkError(true, "The net is down."));
            }
            return switch (request.purpose()) {
                case SESSION, SUBFLOW -> ofPair(request.purpose(), to);
                case DROP -> connect(request, SecurityContext.WORDS, "", connection -> to.accept(connection, to.device.engine::drop));
                default -> collect(request, to);
            };
        }

        private Connection ofPair(Purpose purpose, Port to) throws FerryException {
            if (to.device.trust.pair(device.id).isEmpty() || to.device.trust.blocked(device.id).isPresent()) {
                throw new FerryException(new Problem.NetworkError(true, "Refused."));
            }
            MemoryChannel.Pair wire = MemoryChannel.pair();
            FakeConnection there = new FakeConnection(purpose, false, SecurityContext.PINNED, Optional.of(device.id), device.name, wire.right());
            FakeConnection here = new FakeConnection(purpose, true, SecurityContext.PINNED, Optional.of(to.device.id), to.device.name, wire.left());
            LinkKeys keys = FakeKeys.fresh();
            here.greeted(to.route(), Optional.of(roundTrip), keys);
            there.greeted(route(), Optional.empty(), keys);
            keep(here, there);
            to.accept(there, purpose == Purpose.SESSION ? to.device.engine::session : to.device.engine::subflow);
            return here;
        }

        private Connection collect(Dial request, Port to) throws FerryException {
            FakeWindow window = to.windows.values().stream().filter(open -> open.opens(request.proof())).findFirst()
                    .orElseThrow(() -> new FerryException(new Problem.WrongCode("Wrong.")));
            return connect(request, SecurityContext.CODE, window.request.label(), connection -> to.accept(connection, window.request.joined()));
        }

        private Connection connect(Dial request, SecurityContext context, String theirLabel, Consumer<FakeConnection> accept) {
            MemoryChannel.Pair wire = MemoryChannel.pair();
            FakeConnection there = new FakeConnection(request.purpose(), false, context, Optional.empty(), request.label(), wire.right());
            FakeConnection here = new FakeConnection(request.purpose(), true, context, Optional.empty(), theirLabel, wire.left());
            keep(here, there);
            accept.accept(there);
            return here;
        }

        private void keep(FakeConnection here, FakeConnection there) {
            connections.add(here);
            connections.add(there);
            if (down) {
                // It went down while this one was dialled.
                here.channel().cut();
            }
            onEnd.accept(here);
            onEnd.accept(there);
            onAccept.accept(there);
        }

        private void accept(FakeConnection connection, Consumer<Connection> handler) {
            try {
                device.io().execute(() -> handler.accept(connection));
            } catch (RejectedExecutionException e) {
                // The device has ended in this moment, and its kernel says so.
                connection.channel().cut();
            }
        }

        @Override
        public Window open(WindowRequest request) {
            PairingCode code = PairingCode.generate(new SecureRandom(), taken -> false);
            FakeWindow window = new FakeWindow(request, code, Ticket.issue(request.purpose(), time.instant().plus(request.life()), code.nameplate(), List.of(),
                    new SecureRandom()), this);
            windows.put(code.nameplate(), window);
            return window;
        }

        @Override
        public Presence presence() {
            return new Presence(List.of(route()), List.copyOf(windows.keySet()));
        }

        @Override
        public List<byte[]> ticketMeetings() {
            return List.of();
        }

        @Override
        public Registration follow(Consumer<Presence> listener) {
            presences.add(listener);
            return () -> presences.remove(listener);
        }

        /** It is reached otherwise now. */
        void moves() {
            presences.forEach(listener -> listener.accept(presence()));
        }

        @Override
        public Target resolve(ShareTarget target) throws FerryException {
            if (target instanceof ShareTarget.PairedDevice paired) {
                return device.trust.blocked(paired.id()).map(blocked -> new Target(blocked, "blocked one", List.of(), "by id"))
                        .or(() -> device.trust.pair(paired.id()).map(pair -> new Target(new DeviceRelationship.Paired(pair.id(), pair.name(), pair.trust(),
                                new ConnectionStatus.Offline(Optional.empty(), Optional.empty()), Capabilities.NONE), pair.name(), routes(pair.id()), "by id")))
                        .orElseThrow(() -> new FerryException(new Problem.NotFound("id", "No such pair.")));
            }
            if (target instanceof ShareTarget.DiscoveredDevice seen) {
                Port there = ports.get(Integer.parseInt(seen.advertKey()));
                return new Target(new DeviceRelationship.Unknown(Optional.empty(), Proximity.LAN, SecurityContext.NONE), there.device.name, List.of(there.route()), "seen");
            }
            throw new FerryException(new Problem.NotFound("target", "Nothing fits."));
        }

        @Override
        public Target choose(ShareTarget.Auto how, List<ShareRequest.Item> files) throws FerryException {
            Target only = resolve(new ShareTarget.PairedDevice(device.trust.pairs().get(0).id()));
            return new Target(only.relationship(), only.name(), only.routes(), "found by automatic choice: the only one");
        }

        @Override
        public void shared(DeviceId with, List<ShareRequest.Item> files) {
            learned.add(with);
        }

        @Override
        public Seeking seekIssuer(Ticket ticket) {
            List<Route> addresses = ticket.routes().stream().map(r -> new Route(r.transport(), r.host() + ":" + r.port(), Proximity.LAN)).toList();
            return new Seeking() {
                @Override
                public List<Route> addresses() {
                    return addresses;
                }

                @Override
                public boolean elsewhere() {
                    return false;
                }

                @Override
                public void close() { }
            };
        }

        @Override
        public List<Route> awaitNameplate(int nameplate, Duration timeout) throws FerryException {
            return ports.values().stream().filter(port -> port.windows.containsKey(nameplate)).map(Port::route).findFirst().map(List::of)
                    .orElseThrow(() -> new FerryException(new Problem.NotFound("code", "Nobody shows it.")));
        }

        @Override
        public List<Route> routes(DeviceId wanted) {
            return down ? List.of() : ports.values().stream().filter(port -> port.device.id.equals(wanted)).map(Port::route).toList();
        }

        @Override
        public Registration followRoutes(Consumer<DeviceId> listener) {
            followers.add(listener);
            return () -> followers.remove(listener);
        }

        /** Discovery sees this device somewhere else, or no more. */
        void routesChange(DeviceId of) {
            followers.forEach(follower -> follower.accept(of));
        }

        @Override
        public Optional<String> lookAlike(String called) {
            return device.trust.pairs().stream().filter(pair -> pair.name().equals(called)).map(pair -> "like " + pair.name()).findFirst();
        }

        @Override
        public void connecting(DeviceId other) {
            status.add("connecting");
        }

        @Override
        public void reached(DeviceId other, Route route) {
            status.add("reached");
        }

        @Override
        public void connected(DeviceId other, Route route) {
            status.add("connected");
        }

        @Override
        public void introduced(DeviceId other, Capabilities common, Optional<DeviceKind> kind) {
            introduced.put(other, common.names() + " " + kind);
        }

        @Override
        public void measured(DeviceId other, Route route, Duration roundTrip) {
            measured.put(route, roundTrip);
        }

        @Override
        public void disconnected(DeviceId other, Optional<String> error) {
            status.add("disconnected");
        }
    }

    private record FakeWindow(Links.WindowRequest request, PairingCode code, Ticket ticket, Port port) implements Links.Window {
        boolean opens(Proof proof) {
            Function<byte[], String> text = java.util.Arrays::toString;
            return proof instanceof Proof.Code typed ? text.apply(typed.code().secret()).equals(text.apply(code.secret()))
                    : proof instanceof Proof.WithTicket pasted && text.apply(pasted.ticket().secret()).equals(text.apply(ticket.secret()));
        }

        @Override
        public Instant expires() {
            return ticket.expiry();
        }

        @Override
        public void close() {
            port.windows.remove(code.nameplate());
        }
    }
}
