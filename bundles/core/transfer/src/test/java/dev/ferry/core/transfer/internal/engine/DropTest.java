package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.CollectRequest;
import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.FerryEvent;
import dev.ferry.api.InboxService.Answer;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.identity.Pair;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.SegmentReader;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Entry;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Problem;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Between devices that stay strangers. */
class DropTest extends TwoDevices {
    @Test
    void aTreeGoesToWhoeverTypesTheCode() throws Exception {
        Path tree = Files.createDirectory(dir.resolve("tree"));
        Files.createDirectory(tree.resolve("empty"));
        Files.writeString(tree.resolve("a.txt"), "hello");
        Files.createFile(tree.resolve("nothing"));
        Files.write(Files.createDirectory(tree.resolve("sub")).resolve("big"), new byte[3_000_001]);

        ShareHandle sent = alice.share(new ShareTarget.CodeHolder(), tree);
        Path out = dir.resolve("out");
        ShareHandle received = bob.collect(sent.view().code().orElseThrow().code(), out);

        ShareResult there = result(received);
        assertThat(there.problem()).isEmpty();
        assertThat(there.state()).isEqualTo(TransferState.COMPLETED);
        assertThat(there.folder()).contains(out);
        ShareResult here = result(sent);
        assertThat(here.problem()).isEmpty();
        assertThat(here.files()).isEqualTo(6);
        assertThat(here.bytes()).isEqualTo(3_000_006);
        assertThat(tree(out.resolve("tree"))).isEqualTo(tree(tree));
        assertThat(out).isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
        assertThat(sent.view().code()).isEmpty();
    }

    @Test
    void aTicketOpensTheSameDrop() throws Exception {
        ShareHandle sent = alice.share(new ShareTarget.CodeHolder(), file("a.txt", 10));
        ShareHandle received = bob.collect(sent.view().code().orElseThrow().ticket().toLowerCase(), dir.resolve("out"));
        assertThat(result(received).files()).isEqualTo(1);
        assertThat(result(sent).files()).isEqualTo(1);
    }

    @Test
    void aStrangerInSightIsAskedWithTheSameWordsOnBothScreens() throws Exception {
        ShareHandle sent = alice.share(seen(bob), file("report.pdf", 100_000));
        OfferView offer = offerAt(bob);
        assertThat(offer.checkWords()).hasSize(4);
        await().until(() -> sent.view().checkWords().equals(offer.checkWords()));
        assertThat(offer.senderLabel()).isEqualTo("alice");
        assertThat(offer.message()).contains("hello");
        assertThat(offer.count()).isEqualTo(1);
        assertThat(offer.items()).singleElement().satisfies(item -> {
            assertThat(item.path()).isEqualTo("report.pdf");
            assertThat(item.extension()).isEqualTo("pdf");
            assertThat(item.bytes()).isEqualTo(100_000);
        });
        assertThat(offer.freeBytes().orElseThrow()).isPositive();
        await().until(() -> sent.view().phase().equals("consent"));

        ShareHandle received = accept(bob, offer);
        assertThat(received.id()).isEqualTo(offer.id());
        assertThat(result(received).files()).isEqualTo(1);
        assertThat(result(sent).problem()).isEmpty();
        assertThat(bobsInbox().resolve("report.pdf")).hasSize(100_000);
        assertThat(events(bob, FerryEvent.OfferClosed.class)).singleElement().satisfies(event -> assertThat(event.accepted()).isTrue());
    }

    /** Also one that was paired and has another key now, whatever its code proves: a person who knows the name is told that this is not the device they know. */
    @Test
    void aStrangerThatCallsItselfLikeAPairIsFlagged() throws Exception {
        Device other = new Device(net, "zoe", Files.createDirectory(dir.resolve("zoe")));
        bob.trust.add(new Pair(other.id, other.publicKey, "alice", TrustLevel.TRUSTED, Instant.EPOCH), new byte[32]);
        ShareHandle seen = alice.share(seen(bob), file("a.txt", 10));
        OfferView offer = offerAt(bob);
        assertThat(offer.warnings()).containsExactly("like alice");
        assertThat(tree(bobsInbox())).as("nothing comes unasked").isEmpty();
        reject(offer);
        result(seen);
        // Who was turned away may ask again after a while.
        net.time.push(Duration.ofMinutes(1));

        ShareHandle shown = alice.share(new ShareTarget.CodeHolder(), file("b.txt", 10));
        bob.engine.shares().collect(new CollectRequest(shown.view().code().orElseThrow().code(), dir.resolve("out"), ConflictPolicy.RENAME, false));
        OfferView collected = offerAt(bob);
        assertThat(collected.warnings()).containsExactly("like alice");
        reject(collected);
        result(shown);

        bob.trust.remove(other.id);
        alice.pair(bob, TrustLevel.VERIFIED);
        bob.pair(alice, TrustLevel.VERIFIED);
        ShareHandle paired = alice.share(paired(bob), file("c.txt", 10));
        OfferView ofPair = offerAt(bob);
        assertThat(ofPair.warnings()).as("the pair itself").isEmpty();
        reject(ofPair);
        result(paired);
        other.close();
    }

    @Test
    void noPayloadByteReachesTheReceiverBeforeItAccepts() throws Exception {
        byte[] mark = "this text is the payload".getBytes(StandardCharsets.UTF_8);
        Path secret = Files.write(dir.resolve("secret"), mark);
        AtomicBoolean accepted = new AtomicBoolean();
        AtomicBoolean early = new AtomicBoolean();
        AtomicBoolean late = new AtomicBoolean();
        StringBuilder received = new StringBuilder();
        net.onAccept = connection -> connection.channel().tap(bytes -> {
            received.append(StandardCharsets.ISO_8859_1.decode(bytes));
            if (received.indexOf(new String(mark, StandardCharsets.ISO_8859_1)) >= 0) {
                (accepted.get() ? late : early).set(true);
            }
        });
        ShareHandle sent = alice.share(seen(bob), secret);
        OfferView offer = offerAt(bob);
        await().during(Duration.ofMillis(300)).until(() -> sent.view().phase().equals("consent"));
        accepted.set(true);
        accept(bob, offer);
        result(sent);
        assertThat(early).isFalse();
        assertThat(late).as("the tap can see the payload at all").isTrue();
    }

    @Test
    void rejectionEndsBothSidesAndLeavesNothing() throws Exception {
        ShareHandle sent = alice.share(seen(bob), file("a.txt", 100));
        reject(bob, offerAt(bob));
        assertRejected(sent, Problem.TransferRejected.Reason.DECLINED);
        assertThat(bobsInbox()).isEmptyDirectory();
        assertThat(bob.engine.shares().shares()).isEmpty();
        assertThat(bob.inbox.pending()).isEmpty();
    }

    @Test
    void anOfferThatNobodyAnswersIsRejectedAfterTwoMinutes() throws Exception {
        ShareHandle sent = alice.share(seen(bob), file("a.txt", 100));
        OfferView offer = offerAt(bob);
        net.time.push(Duration.ofSeconds(90));
        assertThat(bob.inbox.pending()).hasSize(1);
        net.time.push(Duration.ofSeconds(31));
        assertRejected(sent, Problem.TransferRejected.Reason.CONSENT_TIMEOUT);
        assertThatThrownBy(() -> accept(bob, offer)).isInstanceOf(FerryException.class);
        assertThat(bobsInbox()).isEmptyDirectory();
    }

    @Test
    void onlyTheFirstAnswerCounts() throws Exception {
        ShareHandle sent = alice.share(seen(bob), file("a.txt", 100));
        OfferView offer = offerAt(bob);
        accept(bob, offer);
        assertThatThrownBy(() -> reject(bob, offer)).isInstanceOf(FerryException.class);
        assertThat(result(sent).problem()).isEmpty();
    }

    @Test
    void onlyWhatIsTickedArrives() throws Exception {
        Path tree = Files.createDirectory(dir.resolve("tree"));
        Files.createDirectory(tree.resolve("b"));
        Files.writeString(tree.resolve("b/inside"), "1");
        Files.writeString(tree.resolve("other"), "2");
        ShareHandle sent = alice.share(seen(bob), tree);
        OfferView offer = offerAt(bob);
        long folder = offer.items().stream().filter(item -> item.path().equals("tree/b")).findFirst().orElseThrow().index();
        bob.inbox.answer(offer.id(), new Answer.Accept(Set.of(folder), Optional.empty(), ConflictPolicy.RENAME));
        assertThat(result(sent).files()).isEqualTo(2);
        assertThat(bobsInbox().resolve("tree/b/inside")).hasContent("1");
        assertThat(bobsInbox().resolve("tree/other")).doesNotExist();
    }

    @Test
    void aWrongAnswerCanBeRepaired() throws Exception {
        ShareHandle sent = alice.share(seen(bob), file("a.txt", 100));
        OfferView offer = offerAt(bob);
        Path notAFolder = Files.writeString(dir.resolve("plain"), "x");
        assertThatThrownBy(() -> bob.inbox.answer(offer.id(), new Answer.Accept(Set.of(), Optional.of(notAFolder), ConflictPolicy.RENAME)))
                .isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.FileAccessDenied.class));
        assertThatThrownBy(() -> bob.inbox.answer(offer.id(), new Answer.Accept(Set.of(7L), Optional.empty(), ConflictPolicy.RENAME)))
                .isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.BadRequest.class));
        assertThatThrownBy(() -> bob.inbox.answer(offer.id(), new Answer.Accept(Set.of(), Optional.empty(), ConflictPolicy.OVERWRITE)))
                .isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.PolicyRefused.class));
        accept(bob, offer);
        assertThat(result(sent).problem()).isEmpty();
    }

    @Test
    void nothingIsReplaced() throws Exception {
        Files.writeString(bobsInbox().resolve("a.txt"), "mine");
        ShareHandle sent = alice.share(seen(bob), file("a.txt", 100));
        ShareHandle received = accept(bob, offerAt(bob));
        assertThat(result(received).renamed()).containsExactly("a.txt → a (2).txt");
        assertThat(result(sent).problem()).isEmpty();
        assertThat(bobsInbox().resolve("a.txt")).hasContent("mine");
        assertThat(bobsInbox().resolve("a (2).txt")).hasSize(100);
    }

    @Test
    void aConflictCanBeLeftOutOrEndTheTransferBeforeAByteMoves() throws Exception {
        Path out = Files.createDirectory(dir.resolve("out"));
        Files.writeString(out.resolve("a.txt"), "mine");
        ShareHandle skipped = alice.share(new ShareTarget.CodeHolder(), file("a.txt", 100), file("b.txt", 5));
        ShareHandle received = collect(skipped, out, ConflictPolicy.SKIP);
        assertThat(result(received).skipped()).singleElement().satisfies(left -> assertThat(left.path()).isEqualTo("a.txt"));
        assertThat(result(skipped).files()).isEqualTo(1);
        assertThat(result(skipped).skippedCount()).isEqualTo(1);
        assertThat(out.resolve("b.txt")).hasSize(5);

        ShareHandle failed = alice.share(new ShareTarget.CodeHolder(), file("a.txt", 100), file("c.txt", 5));
        assertThat(result(collect(failed, out, ConflictPolicy.FAIL)).problem()).containsInstanceOf(Problem.DestinationConflict.class);
        assertThat(result(failed).problem()).containsInstanceOf(Problem.DestinationConflict.class);
        assertThat(out.resolve("a.txt")).hasContent("mine");
        assertThat(out.resolve("c.txt")).doesNotExist();
    }

    private ShareHandle collect(ShareHandle sent, Path out, ConflictPolicy conflict) throws FerryException {
        return bob.engine.shares().collect(new CollectRequest(sent.view().code().orElseThrow().code(), out, conflict, true));
    }

    @Test
    void withoutConsentInAdvanceTheCollectorIsAsked() throws Exception {
        ShareHandle sent = alice.share(new ShareTarget.CodeHolder(), file("a.txt", 100));
        ShareHandle received = bob.engine.shares().collect(new CollectRequest(sent.view().code().orElseThrow().code(), dir.resolve("out"), ConflictPolicy.RENAME, false));
        OfferView offer = offerAt(bob);
        assertThat(offer.id()).isEqualTo(received.id());
        assertThat(dir.resolve("out")).as("nothing is made before consent").doesNotExist();
        accept(bob, offer);
        assertThat(result(received).files()).isEqualTo(1);
        assertThat(dir.resolve("out/a.txt")).hasSize(100);
    }

    /** What stands on the wire inside TLS, where a drop says as little as its terms let it. */
    @Test
    void onTheWireAreNeitherTimesNorModesNorFoldersAboveNorWhoseFilesTheyAre() throws Exception {
        Path secret = Files.createDirectories(dir.resolve("qz-private-folder/tree/sub"));
        Path report = Files.writeString(secret.resolve("report.txt"), "content");
        Files.setPosixFilePermissions(report, PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setLastModifiedTime(report, FileTime.fromMillis(1_234_567_891_234L));
        ShareOptions nameless = new ShareOptions(ShareOptions.Priority.NORMAL, ShareOptions.Kind.COPY, OptionalLong.empty(), Optional.empty(), ShareOptions.Visibility.ANONYMOUS,
                true, Optional.empty());

        List<Control> dropped = said(() -> alice.share(seen(bob), nameless, secret.getParent()));
        assertThat(dropped).filteredOn(Control::hasOffer).singleElement().satisfies(control -> {
            assertThat(control.getOffer().getLabel()).isEmpty();
            assertThat(control.getOffer().getMetadata()).isEqualTo(dev.ferry.core.protocol.wire.Metadata.MINIMAL);
            assertThat(control.getOffer().getTotalBytes()).as("rounded").isGreaterThan("content".length());
        });
        assertThat(entries(dropped)).extracting(Entry::getPath).containsExactly("tree", "tree/sub", "tree/sub/report.txt");
        assertThat(entries(dropped)).allSatisfy(entry -> {
            assertThat(entry.getMtimeSeconds()).isZero();
            assertThat(entry.getMtimeNanos()).isZero();
            assertThat(entry.getMode()).isZero();
        });
        assertThat(dropped).allSatisfy(control -> assertThat(control.toByteString().toStringUtf8()).doesNotContain("qz-private-folder", System.getProperty("user.name"), "alice"));

        // A pair is told more: the capture sees what is there.
        alice.pair(bob, TrustLevel.VERIFIED);
        bob.pair(alice, TrustLevel.VERIFIED);
        assertThat(entries(said(() -> alice.share(paired(bob), secret.getParent())))).extracting(Entry::getMtimeSeconds).contains(1_234_567_891L);
    }

    private interface Sharing {
        ShareHandle share() throws Exception;
    }

    /** What alice says while she shares that, as the frames hold it. */
    private List<Control> said(Sharing sharing) throws Exception {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        net.onAccept = connection -> connection.channel().tap(bytes -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            frames.writeBytes(copy);
        });
        ShareHandle sent = sharing.share();
        result(accept(bob, offerAt(bob)));
        assertThat(result(sent).problem()).isEmpty();
        net.onAccept = connection -> { };
        List<Control> said = new ArrayList<>();
        SegmentReader reader = new SegmentReader(ByteBuffer.wrap(frames.toByteArray()));
        while (reader.hasNext()) {
            if (reader.next() instanceof Frame.Message message) {
                said.add(message.control());
            }
        }
        return said;
    }

    private static List<Entry> entries(List<Control> said) {
        return said.stream().filter(Control::hasManifestPage).flatMap(control -> control.getManifestPage().getEntriesList().stream()).toList();
    }

    @Test
    void timesAndModesOfFilesStayWithTheSender() throws Exception {
        Path old = file("old.txt", 10);
        Files.setLastModifiedTime(old, FileTime.fromMillis(86_400_000));
        ShareHandle sent = alice.share(seen(bob), old);
        accept(bob, offerAt(bob));
        result(sent);
        assertThat(Files.getLastModifiedTime(bobsInbox().resolve("old.txt")).toMillis()).isNotEqualTo(86_400_000);
    }

    @Test
    void aFileThatIsTooLargeIsRefusedBeforeAnybodyIsAsked() throws Exception {
        bob.policy.change(terms -> withMaxFile(terms, 99));
        ShareHandle sent = alice.share(seen(bob), file("a.txt", 100));
        assertRejected(sent, Problem.TransferRejected.Reason.TOO_LARGE);
        assertThat(events(bob, FerryEvent.OfferReceived.class)).isEmpty();
        assertThat(bobsInbox()).isEmptyDirectory();
    }

    @Test
    void theSenderKeepsToTheSameLimit() throws Exception {
        alice.policy.change(terms -> withMaxFile(terms, 99));
        ShareHandle sent = alice.share(seen(bob), file("a.txt", 100));
        assertRejected(sent, Problem.TransferRejected.Reason.TOO_LARGE);
        assertThat(alice.port.dials).hasValue(0);
    }

    private static SessionTerms withMaxFile(SessionTerms t, long most) {
        return new SessionTerms(t.profile(), t.consent(), t.keys(), t.resumable(), t.chunking(), t.streams(), t.compressFrom(), t.bytesPerSecond(), OptionalLong.of(most),
                t.timeout(), t.metadata(), t.history(), t.features());
    }

    @Test
    void missingRoomIsToldBeforeAnybodyIsAsked() throws Exception {
        Path huge = dir.resolve("huge");
        try (var file = new java.io.RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(1L << 42);
        }
        alice.policy.change(terms -> withMaxFile(terms, Long.MAX_VALUE));
        bob.policy.change(terms -> withMaxFile(terms, Long.MAX_VALUE));
        ShareHandle sent = alice.share(seen(bob), huge);
        assertThat(result(sent).problem()).get().isInstanceOfSatisfying(Problem.InsufficientStorage.class, problem -> {
            assertThat(problem.needed()).isGreaterThanOrEqualTo(1L << 42);
            assertThat(problem.available()).isPositive();
        });
        assertThat(events(bob, FerryEvent.OfferReceived.class)).isEmpty();
    }

    @Test
    void aLostConnectionEndsADropAndRemovesWhatIsPartial() throws Exception {
        bob.policy.change(terms -> slow(terms, 2_000_000));
        ShareHandle sent = alice.share(seen(bob), file("big", 20_000_000));
        ShareHandle received = accept(bob, offerAt(bob));
        await().until(() -> received.view().progress().bytes() > 500_000);
        net.cut();
        assertThat(result(sent).problem()).get().isInstanceOfSatisfying(Problem.NetworkError.class, problem -> assertThat(problem.retryable()).isTrue());
        assertThat(result(received).problem()).containsInstanceOf(Problem.NetworkError.class);
        assertThat(bobsInbox()).isEmptyDirectory();
        assertThat(alice.port.dials).as("no second try").hasValue(1);
    }

    static SessionTerms slow(SessionTerms t, long bytesPerSecond) {
        return new SessionTerms(t.profile(), t.consent(), t.keys(), t.resumable(), t.chunking(), t.streams(), t.compressFrom(), OptionalLong.of(bytesPerSecond),
                t.maxFileBytes(), t.timeout(), t.metadata(), t.history(), t.features());
    }

    @Test
    void cancellingHereOrThereEndsBothSidesSoon() throws Exception {
        bob.policy.change(terms -> slow(terms, 1_000_000));
        for (boolean here : new boolean[] {true, false}) {
            ShareHandle sent = alice.share(new ShareTarget.CodeHolder(), file("big" + here, 50_000_000));
            ShareHandle received = bob.collect(sent.view().code().orElseThrow().code(), dir.resolve("out"));
            await().until(() -> received.view().progress().bytes() > 300_000);
            long start = System.nanoTime();
            (here ? sent : received).cancel();
            ShareResult first = result(sent);
            ShareResult second = result(received);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(first.state()).isEqualTo(TransferState.CANCELLED);
            assertThat(second.state()).isEqualTo(TransferState.CANCELLED);
            assertThat(first.problem()).contains(here ? cancelledHere() : cancelledThere());
            assertThat(dir.resolve("out")).isEmptyDirectory();
        }
    }

    private static Problem cancelledHere() {
        return dev.ferry.core.transfer.internal.share.Cancels.here();
    }

    private static Problem cancelledThere() {
        return dev.ferry.core.transfer.internal.share.Cancels.byPeer(dev.ferry.core.protocol.wire.CancelReason.BY_PERSON);
    }

    @Test
    void anOfferThatIsTakenBackDisappearsFromTheInbox() throws Exception {
        ShareHandle sent = alice.share(seen(bob), file("a.txt", 100));
        offerAt(bob);
        sent.cancel();
        assertThat(result(sent).state()).isEqualTo(TransferState.CANCELLED);
        await().untilAsserted(() -> assertThat(bob.inbox.pending()).isEmpty());
    }

    @Test
    void aShareThatShowsItsCodeCanBeCancelled() throws Exception {
        ShareHandle sent = alice.share(new ShareTarget.CodeHolder(), file("a.txt", 100));
        String code = sent.view().code().orElseThrow().code();
        sent.cancel();
        assertThat(result(sent).state()).isEqualTo(TransferState.CANCELLED);
        assertThat(result(bob.collect(code, dir.resolve("out"))).problem()).containsInstanceOf(Problem.NotFound.class);
    }

    @Test
    void aPauseStopsTheBytesOnBothSidesAndGoesOn() throws Exception {
        bob.policy.change(terms -> slow(terms, 4_000_000));
        ShareHandle sent = alice.share(new ShareTarget.CodeHolder(), file("big", 6_000_000));
        ShareHandle received = bob.collect(sent.view().code().orElseThrow().code(), dir.resolve("out"));
        for (ShareHandle one : new ShareHandle[] {sent, received}) {
            long before = received.view().progress().bytes();
            await().until(() -> received.view().progress().bytes() > before);
            one.pause();
            await().until(() -> sent.view().state() == TransferState.PAUSED && received.view().state() == TransferState.PAUSED);
            await().during(Duration.ofMillis(300)).until(() -> unchangedFor(received));
            one.resume();
            await().until(() -> sent.view().state() == TransferState.ACTIVE && received.view().state() == TransferState.ACTIVE);
        }
        assertThat(result(sent).problem()).isEmpty();
        assertThat(result(received).bytes()).isEqualTo(6_000_000);
    }

    private long last = -1;

    private boolean unchangedFor(ShareHandle share) {
        long now = share.view().progress().bytes();
        boolean same = last == now;
        last = now;
        return same;
    }

    @Test
    void theLimitHoldsOnWhatIsReceived() throws Exception {
        bob.policy.change(terms -> slow(terms, 3_000_000));
        ShareHandle sent = alice.share(new ShareTarget.CodeHolder(), file("big", 9_000_000));
        long start = System.nanoTime();
        result(bob.collect(sent.view().code().orElseThrow().code(), dir.resolve("out")));
        // A quarter of a second's worth may be had at once.
        assertThat((System.nanoTime() - start) / 1e9).isBetween(2.6, 6.0);
    }

    @Test
    void aTransferThatTakesTooLongEndsOnBothSides() throws Exception {
        bob.policy.change(terms -> slow(terms, 1_000_000));
        ShareHandle sent = alice.share(new ShareTarget.CodeHolder(), file("big", 50_000_000));
        ShareHandle received = bob.collect(sent.view().code().orElseThrow().code(), dir.resolve("out"));
        await().until(() -> received.view().progress().bytes() > 300_000);
        net.time.push(Duration.ofSeconds(3600));
        for (ShareHandle side : new ShareHandle[] {sent, received}) {
            assertThat(result(side).problem()).get().isInstanceOfSatisfying(Problem.TimeoutError.class,
                    problem -> assertThat(problem.timer()).isEqualTo(Problem.TimeoutError.Timer.TOTAL));
        }
        assertThat(dir.resolve("out")).isEmptyDirectory();
    }

    @Test
    void aRejectedStrangerCoolsDownTwiceAsLongEachTime() throws Exception {
        reject(sendAndAwaitOffer());
        assertBusy();
        net.time.push(Duration.ofSeconds(31));
        reject(sendAndAwaitOffer());
        net.time.push(Duration.ofSeconds(31));
        assertBusy();
        net.time.push(Duration.ofSeconds(31));
        accept(bob, sendAndAwaitOffer());
        accept(bob, sendAndAwaitOffer());
    }

    private void reject(OfferView offer) throws Exception {
        reject(bob, offer);
    }

    private OfferView sendAndAwaitOffer() throws Exception {
        alice.share(seen(bob), file("a.txt", 100));
        return offerAt(bob);
    }

    private void assertBusy() throws Exception {
        assertRejected(alice.share(seen(bob), file("a.txt", 100)), Problem.TransferRejected.Reason.BUSY);
    }

    @Test
    void aStrangerHasOneOfferAtATime() throws Exception {
        sendAndAwaitOffer();
        assertBusy();
        assertThat(bob.inbox.pending()).hasSize(1);
    }

    /** How a drop may end. */
    private enum End { ARRIVED, DECLINED, CANCELLED_HERE, CANCELLED_THERE, CUT_OFF }

    /** With its connection its keys are gone. */
    @Test
    void howeverADropEndsNothingNamesItAndItsConnectionIsClosed() throws Exception {
        bob.policy.change(terms -> slow(terms, 2_000_000));
        for (End end : End.values()) {
            ShareHandle sent = alice.share(seen(bob), file("big " + end, end == End.ARRIVED ? 100 : 20_000_000));
            OfferView offer = offerAt(bob);
            if (end == End.DECLINED) {
                reject(offer);
            } else {
                ShareHandle received = accept(bob, offer);
                if (end != End.ARRIVED) {
                    await().until(() -> received.view().progress().bytes() > 100_000);
                }
                switch (end) {
                    case CANCELLED_HERE -> sent.cancel();
                    case CANCELLED_THERE -> received.cancel();
                    case CUT_OFF -> net.connections.forEach(connection -> connection.channel().cut());
                    default -> { }
                }
                result(received);
            }
            result(sent);
            for (Device device : List.of(alice, bob)) {
                await(end + " at " + device.name).until(() -> device.engine.shares().shares().isEmpty());
                assertThat(device.engine.shares().find(offer.id())).isEmpty();
                assertThat(device.inbox.pending()).isEmpty();
            }
            // The last word has some seconds to arrive.
            net.time.push(Duration.ofSeconds(10));
            await(end.name()).until(() -> net.connections.stream().allMatch(connection -> connection.closed().toCompletableFuture().isDone()));
            net.time.push(Duration.ofMinutes(10));
        }
        assertThat(bob.trust.pairs()).isEmpty();
        assertThat(bob.trust.blocked()).isEmpty();
    }

    private static void assertRejected(ShareHandle sent, Problem.TransferRejected.Reason reason) throws Exception {
        ShareResult ended = result(sent);
        assertThat(ended.state()).isEqualTo(TransferState.FAILED);
        assertThat(ended.problem()).get().isInstanceOfSatisfying(Problem.TransferRejected.class, problem -> assertThat(problem.reason()).isEqualTo(reason));
    }

}
