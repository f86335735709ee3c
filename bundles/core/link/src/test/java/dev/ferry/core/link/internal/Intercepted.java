package dev.ferry.core.link.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links.Dial;
import dev.ferry.core.link.Links.Window;
import dev.ferry.core.link.Links.WindowRequest;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.model.Link;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Anna greets Ben over a network on which Mallory has put himself between them. Each of his attacks ends at a check, and which one is asserted for both sides. */
abstract class Intercepted {
    /** How a side can end that did not come to a connection, besides {@link AuthFailedException.Reason}. */
    static final String REFUSED = "REFUSED";
    static final String OUT_OF_TURN = "OUT_OF_TURN";
    static final String ENDED = "ENDED";
    static final String BELIEVES = "BELIEVES";

    final Device anna = new Device("anna");
    final Device ben = new Device("ben");
    final List<Connection> joined = new CopyOnWriteArrayList<>();
    /** What those say in their logs who stopped him. */
    final Set<String> logged = new TreeSet<>();
    int attacks;
    final List<String> burned = new CopyOnWriteArrayList<>();
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    final Windows windows = new Windows(Device.RANDOM, InstantSource.system(), timer, Runnable::run, () -> { });

    /** What Mallory does, with whatever he needs. */
    interface Script {
        void run(Mallory mallory) throws Exception;
    }

    /**
     * An attack and how it must end.
     *
     * @param client what stops Anna, who dialled
     * @param server what stops Ben
     */
    record Attack(String name, String client, String server, Script script) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** What came of one greeting: a connection or an exception on each side. */
    record Outcome(Object client, Object server) {
        AuthenticatedConnection clientConnection() {
            return (AuthenticatedConnection) client;
        }

        AuthenticatedConnection serverConnection() {
            return ((ServerGreeting.Accepted) server).connection();
        }
    }

    @BeforeEach
    void pair() {
        Device.pair(anna, ben);
    }

    @AfterEach
    void stop() {
        io.shutdownNow();
        timer.shutdownNow();
    }

    static Dial dial(Purpose purpose, Proof proof) {
        return new Dial(purpose, proof, List.of(), "anna's label", Duration.ofSeconds(5));
    }

    Window show(Purpose purpose) {
        return windows.open(new WindowRequest(purpose, "ben's label", Duration.ofMinutes(3), joined::add, ended -> burned.add(ended.problem().code())), List.of());
    }

    /** Over a network where nobody interferes. */
    Outcome honestly(Dial dial) throws Exception {
        return honestly(dial, ben);
    }

    /** The same, and whoever is called is this one. */
    Outcome honestly(Dial dial, Device called) throws Exception {
        try (ServerSocket port = loopback()) {
            Future<Object> server = io.submit(() -> greet(port, called));
            return new Outcome(greet(port.getLocalPort(), dial), server.get(10, TimeUnit.SECONDS));
        }
    }

    /** Over a network where the script is played. */
    Outcome intercept(Dial dial, Script script) throws Exception {
        try (ServerSocket bensPort = loopback(); ServerSocket mallorysPort = loopback()) {
            Future<Object> server = io.submit(() -> greet(bensPort, ben));
            Future<Object> client = io.submit(() -> greet(mallorysPort.getLocalPort(), dial));
            try (TlsLink towardsClient = TlsLink.accept(mallorysPort.accept()); TlsLink towardsServer = TlsLink.connect(bensPort.getLocalPort())) {
                Mallory mallory = new Mallory(towardsClient, towardsServer);
                try {
                    script.run(mallory);
                } catch (IOException e) {
                    // A side has closed: he can go no further.
                }
                mallory.leave();
                return new Outcome(client.get(10, TimeUnit.SECONDS), server.get(10, TimeUnit.SECONDS));
            }
        }
    }

    static ServerSocket loopback() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private Object greet(ServerSocket port, Device called) throws IOException {
        Socket socket = port.accept();
        TlsLink link = TlsLink.accept(socket);
        return outcome(link, () -> {
            ServerGreeting.Accepted accepted = new ServerGreeting(called.local(), link, windows, id -> Optional.empty()).run();
            accepted.seat().ifPresent(seat -> seat.joined(accepted.connection()));
            return accepted;
        });
    }

    private Object greet(int port, Dial dial) throws IOException {
        TlsLink link = TlsLink.connect(port);
        return outcome(link, () -> new ClientGreeting(anna.local(), link, dial, System::nanoTime).run("test"));
    }

    private static Object outcome(Link link, Callable<Object> greeting) {
        try {
            return greeting.call();
        } catch (Exception e) {
            link.close();
            return e;
        }
    }

    static String reason(Object outcome) {
        if (outcome instanceof AuthFailedException failed) {
            return failed.reason().name();
        }
        if (outcome instanceof Wire.RefusedException) {
            return REFUSED;
        }
        if (outcome instanceof ProtocolException) {
            return OUT_OF_TURN;
        }
        return outcome instanceof IOException ? ENDED : outcome instanceof Exception ? outcome.toString() : BELIEVES;
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        Device.RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Neither side believes, and each was stopped by what the attack says. */
    void assertStopped(Attack attack, Dial dial) throws Exception {
        Outcome outcome = intercept(dial, attack.script());
        assertThat(List.of("anna: " + reason(outcome.client()), "ben: " + reason(outcome.server()))).as(attack.name())
                .containsExactly("anna: " + attack.client(), "ben: " + attack.server());
        assertThat(joined).as(attack.name()).isEmpty();
        attacks++;
        List.of(outcome.client(), outcome.server()).forEach(this::log);
    }

    /** Attacks that one check stops have one reason; every other has its own. */
    void assertLogged(int count, int reasons) {
        assertThat(attacks).isEqualTo(count);
        assertThat(logged).hasSize(reasons);
    }

    private void log(Object outcome) {
        if (!Set.of(REFUSED, ENDED).contains(reason(outcome))) {
            logged.add(((Exception) outcome).getMessage());
        }
    }
}
