package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.PairingCode;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Accept;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.EntryFault;
import dev.ferry.core.protocol.wire.EntryProblem;
import dev.ferry.core.protocol.wire.Finished;
import dev.ferry.core.protocol.wire.Grant;
import dev.ferry.core.protocol.wire.ManifestEnd;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.protocol.wire.Part;
import dev.ferry.core.protocol.wire.Ping;
import dev.ferry.core.protocol.wire.Range;
import dev.ferry.core.protocol.wire.Receipt;
import dev.ferry.core.protocol.wire.SourceEnd;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A receiver that does what it must not: asks for what was not offered, counts wrong, accepts something else. */
class HostileReceiverTest extends TwoDevices {
    private RawPeer mallory;
    private ShareHandle sent;
    private Offer offer;
    private ManifestEnd end;

    /** Three files of ten bytes, and one of 200,000. */
    @BeforeEach
    void share() throws Exception {
        sent = alice.share(new ShareTarget.CodeHolder(), file("a", 10), file("b", 10), file("c", 10), file("d", 200_000));
        PairingCode code = PairingCode.parse(sent.view().code().orElseThrow().code().toCharArray());
        Links.Dial dial = new Links.Dial(Purpose.COLLECT, new Proof.Code(code), List.of(alice.port.route()), "mallory", Duration.ofSeconds(1));
        mallory = new RawPeer(((FakeConnection) bob.port.dial(dial)).channel());
        offer = mallory.await(OfCase.OFFER).getOffer();
        end = mallory.await(OfCase.MANIFEST_END).getManifestEnd();
    }

    private Accept.Builder acceptance() {
        return Accept.newBuilder().setStream(offer.getStream()).setTransfer(offer.getTransfer()).setManifestHash(end.getHash()).setBlockBytes(offer.getBlockBytes());
    }

    private void accept() throws IOException {
        mallory.send(Control.newBuilder().setAccept(acceptance()));
    }

    private void assertCaught() throws Exception {
        assertThat(mallory.goodbye()).isEqualTo("protocol");
        assertThat(result(sent).problem()).containsInstanceOf(Problem.ProtocolError.class);
        assertThat(result(sent).files()).isZero();
        assertThat(mallory.payload).isEmpty();
    }

    @Test
    void anHonestOneIsServed() throws Exception {
        accept();
        mallory.send(want(w -> w.setCount(4)));
        mallory.send(grant(1_000_000));
        mallory.await(OfCase.SOURCE_END);
        assertThat(mallory.payload).extracting(data -> data.file()).contains(0L, 1L, 2L, 3L);
        mallory.send(receipt(0, 4));
        mallory.send(Control.newBuilder().setFinished(Finished.newBuilder().setStream(2).setFiles(4)));
        assertThat(result(sent).problem()).isEmpty();
        assertThat(result(sent).files()).isEqualTo(4);
    }

    private Control.Builder want(UnaryOperator<Want.Builder> what) {
        return Control.newBuilder().setWant(what.apply(Want.newBuilder().setStream(2)));
    }

    private Control.Builder grant(long bytes) {
        return Control.newBuilder().setGrant(Grant.newBuilder().setStream(2).setBytes(bytes));
    }

    private Control.Builder receipt(long first, long count) {
        return Control.newBuilder().setReceipt(Receipt.newBuilder().setStream(2).addFiles(Range.newBuilder().setFirst(first).setCount(count)));
    }

    static Stream<UnaryOperator<Accept.Builder>> otherAcceptances() {
        return Stream.of(a -> a.setManifestHash(ByteString.copyFrom(new byte[32])), Accept.Builder::clearManifestHash, a -> a.setTransfer(ByteString.copyFrom(new byte[16])),
                a -> a.addChosen(4), a -> a.addChosen(-1),
                Accept.Builder::clearBlockBytes, a -> a.setBlockBytes(a.getBlockBytes() * 2), a -> a.setBlockBytes(32 << 10), a -> a.setBlockBytes(a.getBlockBytes() - 1));
    }

    @ParameterizedTest
    @MethodSource("otherAcceptances")
    void acceptsSomethingElseThanWasOffered(UnaryOperator<Accept.Builder> change) throws Exception {
        mallory.send(Control.newBuilder().setAccept(change.apply(acceptance())));
        mallory.sendIfOpen(want(w -> w.setCount(4)));
        mallory.sendIfOpen(grant(1_000_000));
        assertCaught();
    }

    @Test
    void acceptsTwice() throws Exception {
        accept();
        accept();
        assertCaught();
    }

    @Test
    void wantsWithoutAccepting() throws Exception {
        mallory.send(want(w -> w.setCount(1)));
        assertCaught();
    }

    static Stream<UnaryOperator<Want.Builder>> impossibleWants() {
        return Stream.of(w -> w.setFirst(3).setCount(2), w -> w.setFirst(-1).setCount(1), w -> w.setFirst(Long.MAX_VALUE).setCount(1), w -> w.setCount(-1),
                w -> w.setFirst(1).setCount(Long.MAX_VALUE), w -> w.addParts(Part.newBuilder().setFile(4).setLength(1)), w -> w.addParts(Part.newBuilder().setFile(-1).setLength(1)),
                w -> w.addParts(Part.newBuilder().setFile(3).setOffset(1).setLength(199_999)), w -> w.addParts(Part.newBuilder().setFile(3).setLength(200_001)),
                w -> w.addParts(Part.newBuilder().setFile(3).setOffset(-65_536).setLength(65_536)), w -> w.addParts(Part.newBuilder().setFile(3).setLength(7)),
                w -> w.addParts(Part.newBuilder().setFile(3).setLength(0)), w -> w.addParts(Part.newBuilder().setFile(3).setLength(-1)),
                w -> w.addParts(Part.newBuilder().setFile(3).setOffset(Long.MAX_VALUE - 65_535).setLength(65_536)));
    }

    @ParameterizedTest
    @MethodSource("impossibleWants")
    void wantsWhatWasNotOffered(UnaryOperator<Want.Builder> what) throws Exception {
        accept();
        mallory.send(grant(1_000_000));
        mallory.send(want(what));
        assertCaught();
    }

    @Test
    void wantsWhatItDidNotChoose() throws Exception {
        mallory.send(Control.newBuilder().setAccept(acceptance().addChosen(1)));
        mallory.send(grant(1_000_000));
        mallory.send(want(w -> w.setFirst(0).setCount(2)));
        assertCaught();
    }

    @Test
    void withoutCreditNoByteIsSent() throws Exception {
        accept();
        mallory.send(want(w -> w.setCount(4)));
        mallory.send(Control.newBuilder().setPing(Ping.getDefaultInstance()));
        mallory.await(OfCase.PONG);
        assertThat(mallory.payload).isEmpty();
        mallory.send(grant(15));
        mallory.send(Control.newBuilder().setPing(Ping.getDefaultInstance()));
        await().until(() -> {
            mallory.send(Control.newBuilder().setPing(Ping.getDefaultInstance()));
            mallory.await(OfCase.PONG);
            return mallory.payload.size() >= 2;
        });
        assertThat(mallory.payload).hasSize(2);
    }

    @Test
    void grantsMoreThanThereIs() throws Exception {
        accept();
        mallory.send(grant(Long.MAX_VALUE));
        assertCaught();
    }

    @Test
    void grantsLessThanNothing() throws Exception {
        accept();
        mallory.send(grant(-1));
        assertCaught();
    }

    @Test
    void hasVerifiedMoreThanThereIs() throws Exception {
        accept();
        mallory.send(Control.newBuilder().setGrant(Grant.newBuilder().setStream(2).setVerified(1L << 40)));
        assertCaught();
    }

    @Test
    void receiptsWhatWasNotOffered() throws Exception {
        accept();
        mallory.send(receipt(3, 2));
        assertCaught();
    }

    @Test
    void receiptsNothing() throws Exception {
        accept();
        mallory.send(receipt(0, 0));
        assertCaught();
    }

    @Test
    void refusesWhatItHasReceipted() throws Exception {
        accept();
        mallory.send(receipt(0, 1));
        mallory.send(Control.newBuilder().setEntryProblem(EntryProblem.newBuilder().setStream(2).setFile(0).setFault(EntryFault.EXISTS)));
        assertThat(mallory.goodbye()).isEqualTo("protocol");
        assertThat(result(sent).problem()).containsInstanceOf(Problem.ProtocolError.class);
    }

    @Test
    void callsItFinishedWithEntriesUnaccountedFor() throws Exception {
        accept();
        mallory.send(Control.newBuilder().setFinished(Finished.newBuilder().setStream(2).setFiles(4)));
        assertCaught();
    }

    @Test
    void sendsPayloadItself() throws Exception {
        accept();
        mallory.file(2, 0, new byte[10]);
        assertCaught();
    }

    @Test
    void offersSomethingItself() throws Exception {
        mallory.send(Control.newBuilder().setOffer(RawPeer.offer(1)));
        assertCaught();
    }

    @Test
    void speaksAsASender() throws Exception {
        accept();
        mallory.send(Control.newBuilder().setSourceEnd(SourceEnd.newBuilder().setStream(2)));
        assertCaught();
    }

    @Test
    void asksForTheSameForever() throws Exception {
        accept();
        mallory.send(grant(1L << 39));
        try {
            for (int i = 0; i < 100_000; i++) {
                mallory.send(want(w -> w.setCount(4)));
            }
        } catch (IOException e) {
            // Cut off.
        }
        await().until(() -> sent.view().state().isFinal());
        assertThat(result(sent).problem()).containsInstanceOf(Problem.ProtocolError.class);
    }

    @Test
    void answersNothing() throws Exception {
        await().until(() -> {
            mallory.sendIfOpen(Control.newBuilder().setPing(Ping.getDefaultInstance()));
            net.time.push(Duration.ofSeconds(10));
            return sent.view().state().isFinal();
        });
        assertThat(result(sent).problem()).get().isInstanceOfSatisfying(Problem.TimeoutError.class,
                problem -> assertThat(problem.timer()).isEqualTo(Problem.TimeoutError.Timer.CONSENT));
    }

    @Test
    void isSilentAltogether() throws Exception {
        await().until(() -> {
            net.time.push(Duration.ofSeconds(21));
            return sent.view().state().isFinal();
        });
        assertThat(result(sent).problem()).containsInstanceOf(Problem.NetworkError.class);
    }
}
