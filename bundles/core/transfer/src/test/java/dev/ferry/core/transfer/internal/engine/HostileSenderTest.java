package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.ferry.api.CollectRequest;
import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareResult;
import dev.ferry.core.link.Links;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Accept;
import dev.ferry.core.protocol.wire.CheckAlgorithm;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Entry;
import dev.ferry.core.protocol.wire.EntryFault;
import dev.ferry.core.protocol.wire.EntryProblem;
import dev.ferry.core.protocol.wire.EntryType;
import dev.ferry.core.protocol.wire.Finished;
import dev.ferry.core.protocol.wire.Grant;
import dev.ferry.core.protocol.wire.ManifestEnd;
import dev.ferry.core.protocol.wire.ManifestPage;
import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.protocol.wire.Ping;
import dev.ferry.core.protocol.wire.Unpaired;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.model.Problem;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.TransferState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender that does what it must not. The receiver is a stranger to it and gave its consent in advance, so that nothing but the protocol stands between. */
class HostileSenderTest extends TwoDevices {
    private static final byte[] TEN = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private RawPeer mallory;
    private ShareHandle received;
    private Path out;

    @BeforeEach
    void collect() throws Exception {
        out = Files.createDirectory(dir.resolve("out"));
        CompletableFuture<FakeConnection> joined = new CompletableFuture<>();
        var window = alice.port.open(new Links.WindowRequest(Purpose.COLLECT, "mallory", Duration.ofMinutes(1),
                connection -> joined.complete((FakeConnection) connection), ended -> { }));
        received = bob.engine.shares().collect(new CollectRequest(String.valueOf(window.code().display()), out, ConflictPolicy.RENAME, true));
        mallory = new RawPeer(joined.get().channel());
    }

    private void assertCaught() throws Exception {
        assertThat(mallory.goodbye()).isEqualTo("protocol");
        ShareResult ended = result(received);
        assertThat(ended.problem()).containsInstanceOf(Problem.ProtocolError.class);
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void anHonestOneIsServed() throws Exception {
        mallory.offerFiles(2, "a", "b");
        mallory.await(OfCase.GRANT);
        mallory.file(2, 0, TEN);
        mallory.file(2, 1, TEN);
        assertThat(mallory.await(OfCase.FINISHED).getFinished().getFiles()).isEqualTo(2);
        assertThat(result(received).files()).isEqualTo(2);
        assertThat(out.resolve("a")).hasBinaryContent(TEN);
        assertThat(out.resolve("b")).hasBinaryContent(TEN);
    }

    @Test
    void payloadBeforeTheAnswer() throws Exception {
        mallory.send(Control.newBuilder().setOffer(RawPeer.offer(2)));
        mallory.file(2, 0, TEN);
        assertCaught();
    }

    @Test
    void payloadOnAStreamThatNeverWas() throws Exception {
        mallory.file(4, 0, TEN);
        assertCaught();
    }

    @Test
    void anOfferOnTheReceiversOwnStreams() throws Exception {
        mallory.send(Control.newBuilder().setOffer(RawPeer.offer(1)));
        assertCaught();
    }

    @Test
    void aSecondOffer() throws Exception {
        mallory.offerFiles(2, "a");
        mallory.send(Control.newBuilder().setOffer(RawPeer.offer(4)));
        assertCaught();
    }

    @Test
    void anotherFileThanTheNextOne() throws Exception {
        mallory.offerFiles(2, "a", "b");
        mallory.await(OfCase.GRANT);
        mallory.file(2, 1, TEN);
        assertCaught();
    }

    @Test
    void aFileThatWasNotOffered() throws Exception {
        mallory.offerFiles(2, "a");
        mallory.await(OfCase.GRANT);
        mallory.file(2, 7, TEN);
        assertCaught();
    }

    @Test
    void theSameFileTwice() throws Exception {
        mallory.offerFiles(2, "a", "b");
        mallory.await(OfCase.GRANT);
        mallory.file(2, 0, TEN);
        mallory.file(2, 0, TEN);
        assertThat(mallory.goodbye()).isEqualTo("protocol");
        result(received);
        // The first was whole and stays; it came as it was accepted.
        assertThat(tree(out)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void moreBytesThanWereOffered() throws Exception {
        mallory.offerFiles(2, "a");
        mallory.await(OfCase.GRANT);
        mallory.file(2, 0, new byte[11]);
        assertCaught();
    }

    @Test
    void fewerBytesThanWereOfferedAndCalledTheEnd() throws Exception {
        mallory.offerFiles(2, "a");
        mallory.await(OfCase.GRANT);
        mallory.file(2, 0, new byte[9]);
        assertCaught();
    }

    @Test
    void anOffsetThatIsNotTheNext() throws Exception {
        mallory.offerFiles(2, "a");
        mallory.await(OfCase.GRANT);
        mallory.data(2, 0, 5, new byte[5], FileChecks.NONE, FileChecks.NONE);
        assertCaught();
    }

    @Test
    void emptyPayloadWithoutEnd() throws Exception {
        mallory.offerFiles(2, "a");
        mallory.await(OfCase.GRANT);
        mallory.data(2, 0, 0, new byte[0], FileChecks.NONE, FileChecks.NONE);
        assertCaught();
    }

    @Test
    void payloadOverTheEndOfABlock() throws Exception {
        mallory.offer(2, RawPeer.manifest(RawPeer.entry("a", 200_000)));
        mallory.await(OfCase.GRANT);
        mallory.data(2, 0, 0, new byte[RawPeer.BLOCK + 1], FileChecks.NONE, FileChecks.NONE);
        assertCaught();
    }

    @Test
    void aBlockWithoutItsCheck() throws Exception {
        mallory.offer(2, RawPeer.manifest(RawPeer.entry("a", 200_000)));
        mallory.await(OfCase.GRANT);
        mallory.data(2, 0, 0, new byte[RawPeer.BLOCK], FileChecks.NONE, FileChecks.NONE);
        assertCaught();
    }

    @Test
    void morePayloadThanThereIsCreditFor() throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 100_000));
        mallory.offer(2, RawPeer.manifest(RawPeer.entry("a", 1_000_000)));
        assertThat(mallory.await(OfCase.GRANT).getGrant().getBytes()).isLessThan(RawPeer.BLOCK);
        mallory.data(2, 0, 0, new byte[RawPeer.BLOCK], new byte[16], FileChecks.NONE);
        assertCaught();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "root"})
    void whatArrivesIsNotWhatWasSent(String where) throws Exception {
        mallory.offerFiles(2, "a", "b");
        mallory.await(OfCase.GRANT);
        FileChecks checks = RawPeer.checks();
        checks.begin(10);
        checks.update(ByteBuffer.wrap(TEN));
        byte[] check = checks.block();
        byte[] root = checks.root();
        (where.equals("check") ? check : root)[3] ^= 1;
        mallory.data(2, 0, 0, TEN, check, root);
        mallory.file(2, 1, TEN);
        Control problem = mallory.await(OfCase.ENTRY_PROBLEM);
        assertThat(problem.getEntryProblem().getFault()).isEqualTo(EntryFault.INTEGRITY);
        mallory.await(OfCase.FINISHED);
        ShareResult ended = result(received);
        assertThat(ended.files()).isEqualTo(1);
        assertThat(ended.skipped()).singleElement().satisfies(left -> assertThat(left.path()).isEqualTo("a"));
        assertThat(tree(out)).containsOnlyKeys("b");
    }

    @Test
    void aLoneFileThatIsNotWhatWasSentIsAnIntegrityError() throws Exception {
        mallory.offerFiles(2, "a");
        mallory.await(OfCase.GRANT);
        mallory.data(2, 0, 0, TEN, new byte[16], new byte[32]);
        assertThat(result(received).problem()).containsInstanceOf(Problem.IntegrityError.class);
        assertThat(out).isEmptyDirectory();
    }

    static Stream<String> hostileNames() {
        return Stream.of("../up", "/etc/passwd", "a/../../b", "..", ".", "a//b", "C:/x", "nul\0", "\\\\server\\share", "a/..");
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void aNameThatLeadsElsewhereIsLeftOutAndTheOthersCome(String name) throws Exception {
        mallory.offerFiles(2, name, "good");
        mallory.await(OfCase.GRANT);
        mallory.file(2, 1, TEN);
        mallory.await(OfCase.FINISHED);
        assertThat(mallory.heard).filteredOn(Control::hasEntryProblem).singleElement()
                .satisfies(problem -> assertThat(problem.getEntryProblem().getFault()).isEqualTo(EntryFault.NAME_REFUSED));
        assertThat(result(received).files()).isEqualTo(1);
        assertThat(tree(out)).containsOnlyKeys("good");
        assertThat(tree(dir)).doesNotContainKeys("up", "b");
    }

    @Test
    void payloadForARefusedName() throws Exception {
        mallory.offerFiles(2, "../up", "good");
        mallory.await(OfCase.GRANT);
        mallory.file(2, 0, TEN);
        assertCaught();
    }

    static Stream<UnaryOperator<Offer.Builder>> badOffers() {
        return Stream.of(o -> o.setTransfer(ByteString.copyFrom(new byte[15])), o -> o.setTransfer(ByteString.EMPTY), o -> o.setBlockBytes(0),
                o -> o.setBlockBytes(-1), o -> o.setBlockBytes(65_537), o -> o.setBlockBytes(32 * 1024), o -> o.setBlockBytes(8 << 20), o -> o.setCheckSeed(ByteString.EMPTY),
                o -> o.setCheck(CheckAlgorithm.CHECK_UNSPECIFIED), o -> o.setCheckValue(9), o -> o.setMetadataValue(9), o -> o.setKindValue(9), o -> o.setCount(-1),
                o -> o.setTotalBytes(-1), o -> o.setMessage("x".repeat(4097)), o -> o.setLabel("x".repeat(65)), o -> o.setStream(0), o -> o.setStream(-2));
    }

    @ParameterizedTest
    @MethodSource("badOffers")
    void anOfferOutsideItsLimits(UnaryOperator<Offer.Builder> change) throws Exception {
        mallory.send(Control.newBuilder().setOffer(change.apply(RawPeer.offer(2))));
        assertCaught();
    }

    static Stream<UnaryOperator<Entry.Builder>> badEntries() {
        return Stream.of(e -> e.setSize(-1), e -> e.setSize(Long.MIN_VALUE), e -> e.setTypeValue(7), e -> e.setType(EntryType.FOLDER).setSize(1),
                e -> e.setMtimeSeconds(1), e -> e.setMtimeNanos(1_000_000_000), e -> e.setMode(0644), e -> e.setMode(-1));
    }

    @ParameterizedTest
    @MethodSource("badEntries")
    void anEntryOutsideItsLimits(UnaryOperator<Entry.Builder> change) throws Exception {
        mallory.send(Control.newBuilder().setOffer(RawPeer.offer(2)));
        mallory.send(Control.newBuilder().setManifestPage(ManifestPage.newBuilder().setStream(2).addEntries(change.apply(Entry.newBuilder().setPath("a").setSize(10)))));
        assertCaught();
    }

    @Test
    void sizesThatAddUpToMoreThanIsPossible() throws Exception {
        mallory.send(Control.newBuilder().setOffer(RawPeer.offer(2)));
        Entry huge = Entry.newBuilder().setPath("a").setSize(Long.MAX_VALUE).build();
        mallory.send(Control.newBuilder().setManifestPage(ManifestPage.newBuilder().setStream(2).addEntries(huge).addEntries(huge)));
        assertCaught();
    }

    @Test
    void aPageOutOfOrder() throws Exception {
        mallory.send(Control.newBuilder().setOffer(RawPeer.offer(2)));
        mallory.send(Control.newBuilder().setManifestPage(ManifestPage.newBuilder().setStream(2).setFirst(1).addEntries(Entry.newBuilder().setPath("a"))));
        assertCaught();
    }

    static Stream<UnaryOperator<ManifestEnd.Builder>> badEnds() {
        return Stream.of(e -> e.setCount(2), e -> e.setTotalBytes(11), e -> e.setHash(ByteString.copyFrom(new byte[32])), e -> e.setHash(ByteString.EMPTY),
                e -> e.setSkipped(1), e -> e.setSkipped(-1));
    }

    @ParameterizedTest
    @MethodSource("badEnds")
    void anEndThatDoesNotFitItsPages(UnaryOperator<ManifestEnd.Builder> change) throws Exception {
        Manifest manifest = RawPeer.manifest(RawPeer.entry("a", 10));
        mallory.send(Control.newBuilder().setOffer(RawPeer.offer(2)));
        mallory.send(Control.newBuilder().setManifestPage(ManifestPage.newBuilder().setStream(2).addEntries(Entry.newBuilder().setPath("a").setSize(10))));
        mallory.send(Control.newBuilder().setManifestEnd(change.apply(ManifestEnd.newBuilder().setStream(2).setCount(1).setTotalBytes(10)
                .setHash(ByteString.copyFrom(manifest.hash())))));
        assertCaught();
    }

    static Stream<Control.Builder> messagesOfAReceiver() {
        return Stream.of(Control.newBuilder().setAccept(Accept.newBuilder().setStream(2)), Control.newBuilder().setWant(Want.newBuilder().setStream(2)),
                Control.newBuilder().setGrant(Grant.newBuilder().setStream(2)), Control.newBuilder().setFinished(Finished.newBuilder().setStream(2)),
                Control.newBuilder().setUnpaired(Unpaired.getDefaultInstance()), Control.newBuilder());
    }

    @ParameterizedTest
    @MethodSource("messagesOfAReceiver")
    void aMessageThatOnlyAReceiverSends(Control.Builder message) throws Exception {
        mallory.send(Control.newBuilder().setOffer(RawPeer.offer(2)));
        mallory.send(message);
        assertCaught();
    }

    @Test
    void moreManifestAfterItsEnd() throws Exception {
        mallory.offerFiles(2, "a");
        mallory.await(OfCase.GRANT);
        mallory.send(Control.newBuilder().setManifestPage(ManifestPage.newBuilder().setStream(2).setFirst(1).addEntries(Entry.newBuilder().setPath("late"))));
        assertCaught();
    }

    @Test
    void aProblemOfAFileThatWasNotWanted() throws Exception {
        mallory.offerFiles(2, "a");
        mallory.await(OfCase.GRANT);
        mallory.send(Control.newBuilder().setEntryProblem(EntryProblem.newBuilder().setStream(2).setFile(3).setFault(EntryFault.SOURCE_CHANGED)));
        assertCaught();
    }

    @Test
    void aProblemThatOnlyAReceiverCanHave() throws Exception {
        mallory.offerFiles(2, "a");
        mallory.await(OfCase.GRANT);
        mallory.send(Control.newBuilder().setEntryProblem(EntryProblem.newBuilder().setStream(2).setFile(0).setFault(EntryFault.WRITE_FAILED)));
        assertCaught();
    }

    @Test
    void anEmptyOffer() throws Exception {
        mallory.offerFiles(2);
        assertThat(mallory.await(OfCase.REJECT).hasReject()).isTrue();
        assertThat(result(received).state()).isEqualTo(TransferState.FAILED);
    }

    @Test
    void aTimeIsRefusedWhereTheOfferSaidThereIsNone() throws Exception {
        assertThat(RawPeer.offer(2).getMetadata()).isEqualTo(Metadata.MINIMAL);
        mallory.send(Control.newBuilder().setOffer(RawPeer.offer(2)));
        mallory.send(Control.newBuilder().setManifestPage(ManifestPage.newBuilder().setStream(2).addEntries(Entry.newBuilder().setPath("a").setMtimeNanos(5))));
        assertCaught();
    }

    @Test
    void silenceAfterTheAccept() throws Exception {
        mallory.offerFiles(2, "a");
        mallory.await(OfCase.GRANT);
        await().until(() -> {
            mallory.sendIfOpen(Control.newBuilder().setPing(Ping.getDefaultInstance()));
            net.time.push(Duration.ofSeconds(10));
            return received.view().state().isFinal();
        });
        assertThat(result(received).problem()).get().isInstanceOfSatisfying(Problem.TimeoutError.class,
                problem -> assertThat(problem.timer()).isEqualTo(Problem.TimeoutError.Timer.IDLE));
        assertThat(mallory.await(OfCase.CANCEL).hasCancel()).isTrue();
    }

    @Test
    void aStrangerCannotActAsAPair() throws Exception {
        MemoryChannel.Pair wire = MemoryChannel.pair();
        FakeConnection there = new FakeConnection(Purpose.SESSION, false, SecurityContext.PINNED, Optional.empty(), "", wire.right());
        bob.engine.session(there);
        assertThat(new RawPeer(wire.left()).goodbye()).isEqualTo("none");
    }
}
