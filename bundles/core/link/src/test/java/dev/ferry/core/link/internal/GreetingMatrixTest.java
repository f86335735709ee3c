package dev.ferry.core.link.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links.Dial;
import dev.ferry.core.link.Links.Window;
import dev.ferry.core.link.Links.WindowRequest;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.Hello;
import dev.ferry.core.protocol.wire.HelloReply;
import dev.ferry.model.FerryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that greets as it should, and says something else instead of one of its messages: every message in the place of every other, on both sides, and every number's extremes. */
class GreetingMatrixTest {
    private static final List<OfCase> CLIENT = List.of(OfCase.HELLO, OfCase.AUTH, OfCase.READY);
    private static final List<OfCase> SERVER = List.of(OfCase.HELLO_REPLY, OfCase.AUTH, OfCase.READY);
    private static final int[] EXTREMES = {-1, 0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE};

    private final ExecutorService io = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Device anna = new Device("anna");
    private final Device ben = new Device("ben");
    private final List<Connection> joined = new ArrayList<>();
    private Windows windows;
    private Window window;

    /** What came of one greeting on each side: a connection or the exception. */
    private record Outcome(Object client, Object server) {
        boolean bothBelieve() {
            return !(client instanceof Exception) && !(server instanceof Exception);
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

    /** In the place of its message of that kind, the peer sends these bytes. */
    private static UnaryOperator<byte[]> instead(OfCase kind, UnaryOperator<byte[]> spoiled) {
        return frame -> kindOf(frame) == kind ? spoiled.apply(frame) : frame;
    }

    private static OfCase kindOf(byte[] frame) {
        return control(frame).getOfCase();
    }

    private static Control control(byte[] frame) {
        try {
            return Control.parseFrom(Arrays.copyOfRange(frame, 5, frame.length));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("Not one frame in one write", e);
        }
    }

    private static byte[] frame(int kind, byte[] body) {
        return ByteBuffer.allocate(5 + body.length).putInt(1 + body.length).put((byte) kind).put(body).array();
    }

    /** Of that number, without content. */
    private static byte[] empty(int message) {
        int tag = message << 3 | 2;
        return frame(1, tag < 0x80 ? new byte[] {(byte) tag, 0} : new byte[] {(byte) (tag | 0x80), (byte) (tag >> 7), 0});
    }

    private static Map<String, byte[]> everything() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (OfCase message : OfCase.values()) {
            all.put(message.toString(), message == OfCase.OF_NOT_SET ? frame(1, new byte[0]) : empty(message.getNumber()));
        }
        all.put("a message that there is not yet", empty(99));
        all.put("data", frame(2, new byte[17]));
        all.put("a frame of no kind", frame(3, new byte[17]));
        all.put("an endless frame", ByteBuffer.allocate(5).putInt(Integer.MAX_VALUE).put((byte) 1).array());
        all.put("a frame of negative length", ByteBuffer.allocate(5).putInt(-1).put((byte) 1).array());
        return all;
    }

    private Outcome greet(boolean paired, UnaryOperator<byte[]> client, UnaryOperator<byte[]> server) throws Exception {
        windows = new Windows(Device.RANDOM, InstantSource.system(), timer, Runnable::run, () -> { });
        window = windows.open(new WindowRequest(Purpose.DROP, "ben's label", Duration.ofMinutes(3), joined::add, ended -> { }), List.of());
        Dial dial = paired ? new Dial(Purpose.SESSION, new Proof.Pinned(ben.id()), List.of(), "anna's label", Duration.ofSeconds(5))
                : new Dial(Purpose.DROP, new Proof.Code(window.code()), List.of(), "anna's label", Duration.ofSeconds(5));
        MemoryLink.Ends ends = MemoryLink.changing(client, server);
        Future<Object> there = io.submit(outcome(() -> {
            ServerGreeting.Accepted accepted = new ServerGreeting(ben.local(), ends.server(), windows, id -> Optional.empty()).run();
            accepted.seat().ifPresent(seat -> seat.joined(accepted.connection()));
            return accepted.connection();
        }, ends.server()));
        Object here = outcome(() -> new ClientGreeting(anna.local(), ends.client(), dial, System::nanoTime).run("test"), ends.client()).call();
        return new Outcome(here, there.get(10, TimeUnit.SECONDS));
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

    private static void assertTyped(Object outcome, String what) {
        assertThat(outcome).as(what).satisfiesAnyOf(o -> assertThat(o).isInstanceOf(AuthenticatedConnection.class), o -> assertThat(o).isInstanceOf(IOException.class),
                o -> assertThat(o).isInstanceOf(AuthFailedException.class), o -> assertThat(o).isInstanceOf(FerryException.class));
    }

    @Test
    void anHonestOneIsGreeted() throws Exception {
        for (boolean paired : new boolean[] {true, false}) {
            assertThat(greet(paired, UnaryOperator.identity(), UnaryOperator.identity()).bothBelieve()).isTrue();
        }
    }

    @Test
    void whatIsOutOfTurnIsNotListenedTo() throws Exception {
        for (boolean paired : new boolean[] {true, false}) {
            for (Map.Entry<String, byte[]> said : everything().entrySet()) {
                for (OfCase place : CLIENT) {
                    joined.clear();
                    Outcome outcome = greet(paired, instead(place, frame -> said.getValue()), UnaryOperator.identity());
                    String cell = said.getKey() + " instead of " + place + " from the client" + (paired ? ", paired" : ", by code");
                    assertTyped(outcome.client(), cell);
                    assertTyped(outcome.server(), cell);
                    // Ready says nothing that must be there.
                    boolean proper = place == OfCase.READY && said.getKey().equals("READY");
                    assertThat(outcome.server() instanceof AuthenticatedConnection).as(cell).isEqualTo(proper);
                    assertThat(joined).as(cell).hasSize(proper && !paired ? 1 : 0);
                    assertThat(windows.nameplates().isEmpty()).as("burned by " + cell).isEqualTo(!paired && place != OfCase.HELLO && isTried(place, said.getKey()));
                }
                for (OfCase place : SERVER) {
                    Outcome outcome = greet(paired, UnaryOperator.identity(), instead(place, frame -> said.getValue()));
                    String cell = said.getKey() + " instead of " + place + " from the server" + (paired ? ", paired" : ", by code");
                    assertTyped(outcome.client(), cell);
                    assertTyped(outcome.server(), cell);
                    assertThat(outcome.client() instanceof AuthenticatedConnection).as(cell).isEqualTo(place == OfCase.READY && said.getKey().equals("READY"));
                }
            }
        }
    }

    /** A code has one try, and the try is the client's step; Ready comes after it was good. */
    private static boolean isTried(OfCase place, String said) {
        return place == OfCase.READY || said.equals("AUTH");
    }

    private static UnaryOperator<byte[]> hello(UnaryOperator<Hello.Builder> change) {
        return instead(OfCase.HELLO, frame -> frame(1, Control.newBuilder().setHello(change.apply(control(frame).getHello().toBuilder())).build().toByteArray()));
    }

    private static UnaryOperator<byte[]> reply(UnaryOperator<HelloReply.Builder> change) {
        return instead(OfCase.HELLO_REPLY, frame -> frame(1, Control.newBuilder().setHelloReply(change.apply(control(frame).getHelloReply().toBuilder())).build().toByteArray()));
    }

    @Test
    void noNumberOfAHelloIsBelieved() throws Exception {
        for (int value : EXTREMES) {
            Map<String, UnaryOperator<byte[]>> spoiled = new LinkedHashMap<>();
            spoiled.put("another version", hello(hello -> hello.addVersions(value)));
            spoiled.put("method", hello(hello -> hello.setMethod(value)));
            spoiled.put("purpose", hello(hello -> hello.setPurpose(value)));
            spoiled.put("nameplate", hello(hello -> hello.setNameplate(value)));
            spoiled.put("nameplate beside", hello(hello -> hello.setNameplate(hello.getNameplate() + (value < 0 ? -1 : 1))));
            spoiled.put("method beside", hello(hello -> hello.setMethod(hello.getMethod() + (value < 0 ? -1 : 1))));
            spoiled.put("purpose beside", hello(hello -> hello.setPurpose(hello.getPurpose() + (value < 0 ? -1 : 1))));
            for (Map.Entry<String, UnaryOperator<byte[]>> each : spoiled.entrySet()) {
                Outcome outcome = greet(false, each.getValue(), UnaryOperator.identity());
                assertTyped(outcome.client(), each.getKey() + " " + value);
                assertTyped(outcome.server(), each.getKey() + " " + value);
                boolean same = each.getKey().equals("nameplate") && value == window.code().nameplate();
                assertThat(outcome.bothBelieve()).as(each.getKey() + " " + value).isEqualTo(same);
            }
            Outcome answered = greet(false, UnaryOperator.identity(), reply(reply -> reply.addVersions(value)));
            assertTyped(answered.client(), "version " + value);
            assertThat(answered.bothBelieve()).as("version " + value).isFalse();
        }
    }

    @Test
    void aThousandVersionsAreTooMany() throws Exception {
        List<Integer> versions = java.util.stream.IntStream.range(1, 2000).boxed().toList();
        assertThat(greet(false, hello(hello -> hello.addAllVersions(versions)), UnaryOperator.identity()).server()).isInstanceOf(AuthFailedException.class);
    }
}
