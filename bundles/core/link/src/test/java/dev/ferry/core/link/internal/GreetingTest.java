package dev.ferry.core.link.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links.Dial;
import dev.ferry.core.link.Links.Window;
import dev.ferry.core.link.Links.WindowRequest;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.core.protocol.crypto.PairingCode;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Ping;
import dev.ferry.core.protocol.wire.Ready;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.Problem;
import dev.ferry.model.SecurityContext;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GreetingTest {
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Device anna = new Device("anna");
    private final Device ben = new Device("ben");
    private final Windows windows = new Windows(Device.RANDOM, InstantSource.system(), timer, Runnable::run, () -> { });
    private final List<Connection> joined = new ArrayList<>();
    private final List<Problem> ended = new ArrayList<>();

    @AfterEach
    void stop() {
        io.shutdownNow();
        timer.shutdownNow();
    }

    private Dial dial(Purpose purpose, Proof proof) {
        return new Dial(purpose, proof, List.of(), "anna's label", Duration.ofSeconds(5));
    }

    private Window open(Purpose purpose) {
        return windows.open(new WindowRequest(purpose, "ben's label", Duration.ofMinutes(3), joined::add, e -> ended.add(e.problem())), List.of());
    }

    /** What came of one greeting on each side: a connection or the exception. */
    private record Outcome(Object client, Object server) {
        AuthenticatedConnection clientConnection() {
            return (AuthenticatedConnection) client;
        }

        AuthenticatedConnection serverConnection() {
            return ((ServerGreeting.Accepted) server).connection();
        }
    }

    private Outcome greet(MemoryLink.Ends ends, Dial dial, Function<DeviceId, Optional<Problem>> connectRefusal) throws Exception {
        Future<Object> server = io.submit(outcome(() -> {
            ServerGreeting.Accepted accepted = new ServerGreeting(ben.local(), ends.server(), windows, connectRefusal).run();
            accepted.seat().ifPresent(s -> s.joined(accepted.connection()));
            return accepted;
        }, ends.server()));
        Object client = outcome(() -> new ClientGreeting(anna.local(), ends.client(), dial, System::nanoTime).run("test"), ends.client()).call();
        return new Outcome(client, server.get());
    }

    private static Callable<Object> outcome(Callable<Object> greeting, MemoryLink link) {
        return () -> {
            try {
                return greeting.call();
            } catch (Exception e) {
                link.close();
                return e;
            }
        };
    }

    @Test
    void pairedDevicesKnowEachOtherAndCanTalk() throws Exception {
        Device.pair(anna, ben);
        Outcome outcome = greet(MemoryLink.honest(), dial(Purpose.SESSION, new Proof.Pinned(ben.id())), id -> Optional.empty());
        assertThat(outcome.clientConnection().peer()).contains(ben.id());
        assertThat(outcome.serverConnection().peer()).contains(anna.id());
        assertThat(outcome.serverConnection().context()).isEqualTo(SecurityContext.PINNED);
        assertThat(outcome.clientConnection().peerLabel()).isEqualTo("ben");
        assertThat(outcome.clientConnection().kind()).contains(ben.kind());
        assertThat(outcome.serverConnection().capabilities().names()).contains("copy", "resume");
        assertThat(outcome.clientConnection().keys().export("x", 16)).isEqualTo(outcome.serverConnection().keys().export("x", 16));
        Control ping = Control.newBuilder().setPing(Ping.newBuilder().setId(7)).build();
        outcome.clientConnection().writer().send(ping);
        assertThat(outcome.serverConnection().reader().next()).isEqualTo(new Frame.Message(ping));
    }

    @Test
    void theTimeOfAnAnswerIsNotTakenForTheLengthOfTheWayWhereTheMediumKnowsBetter() throws Exception {
        Device.pair(anna, ben);
        for (Duration measured : List.of(Duration.ofNanos(1), Duration.ofDays(1))) {
            MemoryLink.Ends ends = MemoryLink.honest();
            ends.client().measures(measured);
            Outcome outcome = greet(ends, dial(Purpose.SESSION, new Proof.Pinned(ben.id())), id -> Optional.empty());
            assertThat(outcome.clientConnection().roundTrip().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofNanos(1)).isLessThan(Duration.ofHours(1));
            assertThat(outcome.clientConnection().roundTrip().orElseThrow().equals(measured)).isEqualTo(measured.toNanos() == 1);
        }
    }

    @Test
    void whatAnotherVersionSaysOfItselfIsIgnoredWhereItIsNotKnown() {
        Ready later = Ready.newBuilder().addAllCapabilities(List.of("copy", "teleport", "NOT A NAME", "copy")).setKind(DeviceKind.values().length + 1).build();

        assertThat(Local.common(later).names()).containsExactly("copy");
        assertThat(Local.kind(later)).isEmpty();
        assertThat(Local.kind(Ready.getDefaultInstance())).isEmpty();
        assertThat(Local.kind(Ready.newBuilder().setKind(-1).build())).isEmpty();
        assertThat(Local.kind(Ready.newBuilder().setKind(DeviceKind.PHONE.ordinal() + 1).build())).contains(DeviceKind.PHONE);
    }

    @Test
    void aPairedDeviceThatMayNotConnectLooksLikeAStranger() throws Exception {
        Device.pair(anna, ben);
        Outcome blocked = greet(MemoryLink.honest(), dial(Purpose.SESSION, new Proof.Pinned(ben.id())), id -> Optional.of(new Problem.DeviceBlocked("anna", "lost", "Blocked.")));
        ben.remove(anna.id());
        Outcome unknown = greet(MemoryLink.honest(), dial(Purpose.SESSION, new Proof.Pinned(ben.id())), id -> Optional.empty());
        assertThat(blocked.client()).isInstanceOf(Wire.RefusedException.class).hasSameClassAs(unknown.client());
        assertThat(((AuthFailedException) blocked.server()).reason()).isEqualTo(((AuthFailedException) unknown.server()).reason());
    }

    @Test
    void whereNobodyCanSayYetWhetherAPairMayConnectItIsNotRefused() throws Exception {
        Device.pair(anna, ben);
        Outcome starting = greet(MemoryLink.honest(), dial(Purpose.SESSION, new Proof.Pinned(ben.id())), id -> Optional.of(new Problem.MissingPart("trusted", "No profile.")));
        assertThat(starting.server()).isInstanceOf(ServerGreeting.UndecidedException.class);
        assertThat(starting.client()).isInstanceOf(IOException.class).isNotInstanceOf(Wire.RefusedException.class);
    }

    @Test
    void someoneInBetweenIsNoticedInEveryMethod() throws Exception {
        Device.pair(anna, ben);
        Window window = open(Purpose.DROP);
        for (Proof proof : List.of(new Proof.Pinned(ben.id()), new Proof.Code(window.code()))) {
            Purpose purpose = proof instanceof Proof.Pinned ? Purpose.SESSION : Purpose.DROP;
            Outcome outcome = greet(MemoryLink.intercepted(), dial(purpose, proof), id -> Optional.empty());
            assertThat(outcome.client()).isInstanceOf(Exception.class);
            assertThat(outcome.server()).isInstanceOf(Exception.class);
        }
        Outcome words = greet(MemoryLink.intercepted(), dial(Purpose.DROP, new Proof.Words()), id -> Optional.empty());
        assertThat(words.server()).isInstanceOf(AuthFailedException.class);
    }

    @Test
    void strangersSeeTheSameFourWords() throws Exception {
        Outcome outcome = greet(MemoryLink.honest(), dial(Purpose.DROP, new Proof.Words()), id -> Optional.empty());
        assertThat(outcome.clientConnection().checkWords()).hasSize(4).isEqualTo(outcome.serverConnection().checkWords());
        assertThat(List.of(outcome.clientConnection().context(), outcome.serverConnection().context())).containsOnly(SecurityContext.WORDS);
        assertThat(outcome.clientConnection().peer()).isEmpty();
        assertThat(outcome.serverConnection().peerLabel()).isEqualTo("anna's label");
        assertThat(outcome.clientConnection().peerLabel()).as("a stranger learns no name").isEmpty();
    }

    @Test
    void whoTypesTheCodeIsLetInOnceAndTheWindowIsGone() throws Exception {
        Window window = open(Purpose.COLLECT);
        PairingCode typed = PairingCode.parse(window.code().display());
        Outcome outcome = greet(MemoryLink.honest(), dial(Purpose.COLLECT, new Proof.Code(typed)), id -> Optional.empty());
        assertThat(outcome.clientConnection().context()).isEqualTo(SecurityContext.CODE);
        assertThat(outcome.clientConnection().peerLabel()).isEqualTo("ben's label");
        assertThat(joined).containsExactly(outcome.serverConnection());
        Outcome again = greet(MemoryLink.honest(), dial(Purpose.COLLECT, new Proof.Code(typed)), id -> Optional.empty());
        assertThat(again.client()).isInstanceOf(Wire.RefusedException.class);
        assertThat(windows.nameplates()).isEmpty();
        assertThat(ended).isEmpty();
    }

    /** What an observer may count is the same whatever is said; pairs and those who pair do not hide it. */
    @Test
    void afterTheGreetingStrangersTalkInCellsAndNobodyElse() throws Exception {
        Window window = open(Purpose.COLLECT);
        Outcome collected = greet(MemoryLink.honest(), dial(Purpose.COLLECT, new Proof.Code(PairingCode.parse(window.code().display()))), id -> Optional.empty());
        Outcome dropped = greet(MemoryLink.honest(), dial(Purpose.DROP, new Proof.Words()), id -> Optional.empty());
        for (Outcome outcome : List.of(collected, dropped)) {
            assertThat(said(outcome.clientConnection(), outcome.serverConnection())).isEqualTo(16 * 1024);
            assertThat(said(outcome.serverConnection(), outcome.clientConnection())).isEqualTo(16 * 1024);
        }
        Window other = open(Purpose.PAIR);
        Outcome pairing = greet(MemoryLink.honest(), dial(Purpose.PAIR, new Proof.WithTicket(other.ticket())), id -> Optional.empty());
        assertThat(said(pairing.clientConnection(), pairing.serverConnection())).isLessThan(100);
    }

    /** How many bytes a short message takes that the other side reads. */
    private static long said(Connection from, Connection to) throws IOException {
        Control ping = Control.newBuilder().setPing(Ping.newBuilder().setId(7)).build();
        long before = from.bytes();
        from.writer().send(ping);
        from.writer().flush();
        assertThat(to.reader().next()).isEqualTo(new Frame.Message(ping));
        return from.bytes() - before;
    }

    @Test
    void twoDropsBetweenTheSameDevicesHaveNoKeyInCommonAndNoneIsLeft() throws Exception {
        Set<String> exported = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            Outcome outcome = greet(MemoryLink.honest(), dial(Purpose.DROP, new Proof.Words()), id -> Optional.empty());
            byte[] key = outcome.clientConnection().keys().export("test", 32);
            assertThat(outcome.serverConnection().keys().export("test", 32)).isEqualTo(key);
            exported.add(HexFormat.of().formatHex(key));
            for (Connection end : List.of(outcome.clientConnection(), outcome.serverConnection())) {
                end.close();
                assertThatThrownBy(() -> end.keys().export("test", 32)).isInstanceOf(IllegalStateException.class).hasMessageContaining("wiped");
            }
        }
        assertThat(exported).hasSize(2);
    }

    @Test
    void theTicketOpensTheSameWindow() throws Exception {
        Window window = open(Purpose.PAIR);
        Outcome outcome = greet(MemoryLink.honest(), dial(Purpose.PAIR, new Proof.WithTicket(window.ticket())), id -> Optional.empty());
        assertThat(outcome.clientConnection().context()).isEqualTo(SecurityContext.TICKET);
        assertThat(joined).hasSize(1);
    }

    @Test
    void oneWrongCodeBurnsTheWindow() throws Exception {
        Window window = open(Purpose.PAIR);
        char[] wrong = window.code().display();
        wrong[wrong.length - 1] = wrong[wrong.length - 1] == '0' ? '1' : '0';
        Outcome outcome = greet(MemoryLink.honest(), dial(Purpose.PAIR, new Proof.Code(PairingCode.parse(wrong))), id -> Optional.empty());
        assertThat(outcome.client()).isInstanceOf(Wire.RefusedException.class);
        assertThat(ended).singleElement().isInstanceOf(Problem.WrongCode.class);
        assertThat(windows.nameplates()).isEmpty();
        assertThat(joined).isEmpty();
    }

    @Test
    void aCodeShownForOnePurposeOpensNoOther() throws Exception {
        Window window = open(Purpose.COLLECT);
        Outcome outcome = greet(MemoryLink.honest(), dial(Purpose.PAIR, new Proof.Code(window.code())), id -> Optional.empty());
        assertThat(outcome.client()).isInstanceOf(Wire.RefusedException.class);
        assertThat(windows.nameplates()).as("and it is not burned").isNotEmpty();
    }

    @Test
    void aSecondJoinerIsRefusedAndTheFirstNotDisturbed() {
        Window window = open(Purpose.PAIR);
        Windows.Seat first = windows.sit(window.code().nameplate(), Purpose.PAIR).orElseThrow();
        assertThat(windows.sit(window.code().nameplate(), Purpose.PAIR)).isEmpty();
        first.leave(false);
        assertThat(windows.sit(window.code().nameplate(), Purpose.PAIR)).as("who left before trying a guess costs nothing").isPresent();
        assertThat(ended).isEmpty();
    }

    @Test
    void everyByteOfTheClientsMessagesMatters() throws Exception {
        Device.pair(anna, ben);
        AtomicInteger total = new AtomicInteger();
        greet(MemoryLink.changing(b -> {
            total.addAndGet(b.length);
            return b;
        }), dial(Purpose.SESSION, new Proof.Pinned(ben.id())), id -> Optional.empty());
        for (int position = 0; position < total.get(); position += 3) {
            AtomicInteger from = new AtomicInteger();
            int flip = position;
            MemoryLink.Ends ends = MemoryLink.changing(bytes -> {
                int start = from.getAndAdd(bytes.length);
                byte[] copy = bytes.clone();
                if (flip >= start && flip < start + copy.length) {
                    copy[flip - start] ^= 1;
                }
                return copy;
            });
            timer.schedule(ends.client()::close, 300, TimeUnit.MILLISECONDS);
            Outcome outcome = greet(ends, dial(Purpose.SESSION, new Proof.Pinned(ben.id())), id -> Optional.empty());
            boolean bothBelieve = !(outcome.client() instanceof Exception) && !(outcome.server() instanceof Exception);
            // The last message is Ready: a changed label inside TLS is the transport's business, not the greeting's.
            assertThat(bothBelieve && flip < total.get() - 60).as("byte %d of %d", flip, total.get()).isFalse();
        }
    }
}
