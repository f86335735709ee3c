package dev.ferry.core.resolver.internal;

import dev.ferry.api.FerryEvent;
import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links;
import dev.ferry.core.policy.Policy;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.model.SessionTerms;
import dev.ferry.spi.policy.PolicyQuestion;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A device with a neighbourhood, whose links are those of a test. */
final class Resident implements AutoCloseable {
    final Person person;
    final Epochs epochs;
    final MemoryStore store;
    final List<FerryEvent> events = new CopyOnWriteArrayList<>();
    final FakeLinks links = new FakeLinks();
    Predicate<PolicyQuestion> forbidden = q -> false;
    final Neighbourhood neighbourhood;

    Resident(Person person, SettableTime time, ExecutorService io) {
        this(person, time, io, new MemoryStore(), false);
    }

    Resident(Person person, SettableTime time, ExecutorService io, MemoryStore store, boolean alwaysVisible) {
        this.person = person;
        this.store = store;
        this.epochs = new Epochs(time);
        this.neighbourhood = new Neighbourhood(new Neighbourhood.Setup(person, person, epochs, links, new FakePolicy(), store, events::add, io, time, time, time::nanos,
                Person.RANDOM, Resident::lookUp, alwaysVisible));
        neighbourhood.services().addTransport("tcp", new Object(), 10);
    }

    /** The names of these tests, without a name server. */
    private static InetAddress[] lookUp(String host) throws UnknownHostException {
        if (host.equals("nas.example")) {
            return new InetAddress[] {InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 7})};
        }
        throw new UnknownHostException(host);
    }

    static Route route(String address) {
        return new Route("tcp", address, Proximity.LAN);
    }

    void listensAt(String... addresses) {
        links.set(new Links.Presence(List.of(addresses).stream().map(Resident::route).toList(), links.presence().nameplates()));
    }

    void showsCode(Integer... nameplates) {
        links.set(new Links.Presence(links.presence().routes(), List.of(nameplates)));
    }

    List<String> names() {
        return neighbourhood.devices().devices().stream().map(v -> v.name()).toList();
    }

    <T extends FerryEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        neighbourhood.close();
    }

    static final class FakeLinks implements Links {
        private final List<Consumer<Presence>> followers = new ArrayList<>();
        private volatile Presence presence = new Presence(List.of(), List.of());

        void set(Presence next) {
            presence = next;
            followers.forEach(f -> f.accept(next));
        }

        @Override
        public Connection dial(Dial request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Window open(WindowRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Presence presence() {
            return presence;
        }

        @Override
        public List<byte[]> ticketMeetings() {
            return List.of();
        }

        @Override
        public Registration follow(Consumer<Presence> listener) {
            followers.add(listener);
            listener.accept(presence);
            return () -> followers.remove(listener);
        }
    }

    private final class FakePolicy implements Policy {
        @Override
        public Optional<Problem> refusal(PolicyQuestion question) {
            return forbidden.test(question) ? Optional.of(new Problem.PolicyRefused("test", "Not in this test.")) : Optional.empty();
        }

        @Override
        public boolean inMatrix(DeviceRelationship subject, Operation operation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SessionTerms terms(DeviceRelationship subject) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Registration follow(Runnable listener) {
            return () -> { };
        }
    }

    /** Longer than what is announced is held back. */
    static final Duration A_MOMENT = Duration.ofMillis(100);
}
