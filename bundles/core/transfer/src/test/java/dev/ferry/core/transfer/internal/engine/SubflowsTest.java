package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.ferry.api.ShareHandle;
import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Join;
import dev.ferry.core.protocol.wire.Ping;
import dev.ferry.model.TrustLevel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session of a pair on a long way takes several connections. */
class SubflowsTest extends TwoDevices {
    private static final int LARGE = 24_000_000;

    @BeforeEach
    void pairAcrossTheSea() {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
        net.roundTrip = Duration.ofMillis(80);
    }

    private List<FakeConnection> dialled(Purpose purpose) {
        return net.connections.stream().filter(each -> each.initiator() && each.purpose() == purpose).toList();
    }

    private Path there(Device receiver, Device sender, String name) {
        return dir.resolve(receiver.name).resolve(sender.name).resolve(name);
    }

    @Test
    void aLargeTransferIsSpreadOverAsManyConnectionsAsTheTermsSay() throws Exception {
        // So that it is not over before the last of them is there.
        bob.policy.change(terms -> DropTest.slow(terms, LARGE / 2));
        Path file = file("large", LARGE);
        assertThat(result(alice.share(paired(bob), file)).problem()).isEmpty();
        assertThat(there(bob, alice, "large")).hasSameBinaryContentAs(file);
        assertThat(dialled(Purpose.SESSION)).hasSize(1);
        assertThat(dialled(Purpose.SUBFLOW)).hasSize(3).allSatisfy(each -> assertThat(each.bytes()).isGreaterThan(LARGE / 20));
    }

    @Test
    void whoDialledTheSessionDialsTheOthersForWhatComesToo() throws Exception {
        assertThat(result(alice.share(paired(bob), file("first", 1))).problem()).isEmpty();
        Path file = file("large", LARGE);
        assertThat(result(bob.share(paired(alice), file)).problem()).isEmpty();
        assertThat(there(alice, bob, "large")).hasSameBinaryContentAs(file);
        assertThat(alice.port.dials).hasValue(4);
        assertThat(bob.port.dials).hasValue(0);
    }

    @Test
    void severalTransfersInBothDirectionsStayWhole() throws Exception {
        List<ShareHandle> shares = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            shares.add(alice.share(paired(bob), file("a" + i, LARGE / 2 + i)));
            shares.add(bob.share(paired(alice), file("b" + i, LARGE / 2 + i)));
        }
        for (ShareHandle share : shares) {
            assertThat(result(share).problem()).isEmpty();
        }
        for (int i = 0; i < 4; i++) {
            assertThat(there(bob, alice, "a" + i)).hasSameBinaryContentAs(dir.resolve("from/a" + i));
            assertThat(there(alice, bob, "b" + i)).hasSameBinaryContentAs(dir.resolve("from/b" + i));
        }
    }

    @Test
    void whatIsNearOrSmallTakesOneConnection() throws Exception {
        assertThat(result(alice.share(paired(bob), file("small", 1_000_000))).problem()).isEmpty();
        assertThat(dialled(Purpose.SUBFLOW)).isEmpty();
        net.cut();
        net.roundTrip = Duration.ofMillis(2);
        assertThat(result(alice.share(paired(bob), file("large", LARGE))).problem()).isEmpty();
        assertThat(dialled(Purpose.SUBFLOW)).isEmpty();
    }

    @Test
    void aDropTakesOneConnection() throws Exception {
        alice.trust.remove(bob.id);
        bob.trust.remove(alice.id);
        ShareHandle share = alice.share(seen(bob), file("large", LARGE));
        accept(bob, offerAt(bob));
        assertThat(result(share).problem()).isEmpty();
        assertThat(net.connections).hasSize(2);
    }

    @Test
    void aSubflowThatBreaksIsAConnectionThatBreaks() throws Exception {
        AtomicBoolean cut = new AtomicBoolean();
        net.onEnd = end -> {
            if (end.purpose() == Purpose.SUBFLOW && !end.initiator()) {
                end.channel().tap(bytes -> {
                    if (end.bytes() > 2_000_000 && cut.compareAndSet(false, true)) {
                        end.channel().cut();
                    }
                });
            }
        };
        Path file = file("large", LARGE);
        ShareHandle share = alice.share(paired(bob), file);
        await().untilTrue(cut);
        await().until(() -> {
            net.time.push(Duration.ofSeconds(1));
            return share.result().toCompletableFuture().isDone();
        });
        assertThat(result(share).problem()).isEmpty();
        assertThat(there(bob, alice, "large")).hasSameBinaryContentAs(file);
        assertThat(dialled(Purpose.SESSION).size()).isGreaterThan(1);
    }

    @Test
    void aRefusedSubflowIsDoneWithout() throws Exception {
        net.onAccept = there -> {
            if (there.purpose() == Purpose.SUBFLOW) {
                there.close();
            }
        };
        Path file = file("large", LARGE);
        assertThat(result(alice.share(paired(bob), file)).problem()).isEmpty();
        assertThat(there(bob, alice, "large")).hasSameBinaryContentAs(file);
        assertThat(dialled(Purpose.SESSION)).hasSize(1);
    }

    @Test
    void whoDoesNotKnowTheSessionOrComesOnceTooOftenIsTurnedAway() throws Exception {
        net.roundTrip = Duration.ofMillis(1);
        assertThat(result(alice.share(paired(bob), file("first", 1))).problem()).isEmpty();
        assertThat(answer(joining(new byte[16]))).isEmpty();
        assertThat(answer(joining(new byte[0]))).isEmpty();
        byte[] key = dialled(Purpose.SESSION).get(0).keys().export("subflow", 16);
        for (int i = 0; i < 3; i++) {
            assertThat(answer(joining(key))).contains(Control.OfCase.JOINED);
        }
        assertThat(answer(joining(key))).isEmpty();
    }

    @Test
    void segmentsThatCannotBeEndTheSession() throws Exception {
        byte[] ping = ping();
        breaks(connection -> connection.writer().send(Control.newBuilder().setPing(Ping.getDefaultInstance()).build()));
        breaks(connection -> send(connection, 0, ping));
        breaks(connection -> {
            send(connection, 1, ping);
            send(connection, 1, ping);
        });
    }

    @Test
    void aSegmentHoldsWholeFramesAlone() throws Exception {
        breaksOnSession(connection -> send(connection, 1, ping()));
        breaksOnSession(connection -> send(connection, 0, new byte[] {0, 0, 0}));
        breaksOnSession(connection -> send(connection, 0, new byte[] {0, 0, 0, 99, 1, 0}));
        breaksOnSession(connection -> send(connection, 0, new byte[] {0, 0, 0, 10, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
        breaksOnSession(connection -> {
            send(connection, 0, ping());
            connection.writer().send(Control.newBuilder().setPing(Ping.getDefaultInstance()).build());
        });
    }

    private interface Misdeed {
        void on(FakeConnection connection) throws IOException;
    }

    private void breaks(Misdeed misdeed) throws Exception {
        net.roundTrip = Duration.ofMillis(1);
        assertThat(result(alice.share(paired(bob), file("first", 1))).problem()).isEmpty();
        List<FakeConnection> sessions = dialled(Purpose.SESSION);
        FakeConnection session = sessions.get(sessions.size() - 1);
        FakeConnection joining = joining(session.keys().export("subflow", 16));
        assertThat(answer(joining)).contains(Control.OfCase.JOINED);
        misdeed.on(joining);
        // What the session waits for: number 0, on its own connection.
        send(session, 0, ping());
        ended();
    }

    private void breaksOnSession(Misdeed misdeed) throws Exception {
        assertThat(result(alice.share(paired(bob), file("first", 1))).problem()).isEmpty();
        List<FakeConnection> sessions = dialled(Purpose.SESSION);
        misdeed.on(sessions.get(sessions.size() - 1));
        ended();
    }

    private void ended() {
        await().until(() -> {
            net.time.push(Duration.ofSeconds(1));
            return alice.port.status.get(alice.port.status.size() - 1).equals("disconnected") && bob.port.status.get(bob.port.status.size() - 1).equals("disconnected");
        });
    }

    private static byte[] ping() {
        byte[] body = Control.newBuilder().setPing(Ping.getDefaultInstance()).build().toByteArray();
        return ByteBuffer.allocate(5 + body.length).putInt(1 + body.length).put((byte) 1).put(body).array();
    }

    private static void send(FakeConnection connection, long number, byte[] frames) throws IOException {
        connection.channel().write(FrameWriter.segment(number, ByteBuffer.wrap(frames)));
    }

    private FakeConnection joining(byte[] session) throws Exception {
        Connection connection = alice.port.dial(new Links.Dial(Purpose.SUBFLOW, new Proof.Pinned(bob.id), List.of(bob.port.route()), "", Duration.ofSeconds(1)));
        connection.writer().send(Control.newBuilder().setJoin(Join.newBuilder().setSession(ByteString.copyFrom(session))).build());
        return (FakeConnection) connection;
    }

    /** What the other side says first; empty where it hangs up. */
    private static Optional<Control.OfCase> answer(FakeConnection connection) throws IOException {
        try {
            return Optional.of(((Frame.Message) connection.reader().next()).control().getOfCase());
        } catch (EOFException e) {
            return Optional.empty();
        }
    }
}
