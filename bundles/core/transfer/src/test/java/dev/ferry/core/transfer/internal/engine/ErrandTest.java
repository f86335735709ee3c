package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.transfer.internal.errand.Errands;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent to a paired device whatever becomes of this process: left for later, or on its way when the process ended. */
class ErrandTest extends TwoDevices {
    private static final int BIG = 24 << 20;
    private static final int HALF = 8_000_000;
    private static final long BLOCK = 1 << 20;
    private static final ShareOptions MOVE = new ShareOptions(ShareOptions.Priority.NORMAL, ShareOptions.Kind.MOVE, OptionalLong.empty(), Optional.empty(),
            ShareOptions.Visibility.FULL, true, Optional.empty());

    @BeforeEach
    void pair() {
        pairBoth(TrustLevel.TRUSTED);
    }

    private void pairBoth(TrustLevel level) {
        alice.pair(bob, level);
        bob.pair(alice, level);
    }

    private ShareHandle queue(Path... files) throws FerryException {
        return queue(ShareOptions.DEFAULT, files);
    }

    private ShareHandle queue(ShareOptions options, Path... files) throws FerryException {
        return alice.engine.shares().queue(new ShareRequest(Arrays.stream(files).map(file -> new ShareRequest.Item(file, false)).toList(), paired(bob), Optional.empty(), options));
    }

    private static void awaitQueued(ShareHandle share) {
        await().until(() -> share.view().phase().equals("queued"));
    }

    private void bobAppears() {
        net.down = false;
        alice.port.routesChange(bob.id);
    }

    /** Alice's process is killed, and another one begins with what was on the disk. */
    private void killAlice() {
        restartAlice(alice.store.copy(), false);
    }

    private void restartAlice(FakeStore disk, boolean passing) {
        alice.close();
        alice = new Device(net, "alice", dir.resolve("alice"), disk, alice.trust, passing);
    }

    private ShareHandle again(ShareHandle before) {
        return alice.engine.shares().find(before.id()).orElseThrow(() -> new AssertionError("Not taken up: " + before.id()));
    }

    private Map<String, byte[]> remembered() {
        return alice.store.table("errands");
    }

    private Path there(String name) {
        return bobsInbox().resolve("alice").resolve(name);
    }

    private void assertNoPartsAtBob() throws Exception {
        try (Stream<Path> all = Files.walk(bobsInbox())) {
            assertThat(all).noneMatch(path -> path.getFileName().toString().endsWith(".part"));
        }
    }

    private ShareHandle begun(Path file) throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 12_000_000));
        ShareHandle sent = alice.share(paired(bob), file);
        await().until(() -> incoming(bob).view().progress().bytes() > HALF);
        await().until(() -> !remembered().isEmpty());
        return sent;
    }

    /** Payload and all else that Bob gets over connections from now on. */
    private AtomicLong received() {
        AtomicLong bytes = new AtomicLong();
        net.onEnd = end -> {
            if (end.peer().equals(Optional.of(alice.id))) {
                end.channel().tap(read -> bytes.addAndGet(read.remaining()));
            }
        };
        return bytes;
    }

    private static Problem refusal(ShareHandle share) throws Exception {
        ShareResult result = result(share);
        assertThat(result.state()).isEqualTo(TransferState.FAILED);
        return result.problem().orElseThrow();
    }

    // Left for later.

    @Test
    void itIsTriedAgainWhenThisDeviceIsReachedOtherwise() throws Exception {
        net.down = true;
        ShareHandle sent = queue(file("a", 300_000));
        awaitQueued(sent);
        net.down = false;
        // Sooner than two seconds after the last try nobody is asked again.
        net.time.push(Patience.LEAST);
        alice.port.moves();
        assertThat(result(sent).problem()).isEmpty();
    }

    @Test
    void whoAsksForTheSameAgainIsNotToldThatItWaitsWhileItGoes() throws Exception {
        net.down = true;
        Path file = file("a", 300_000);
        awaitQueued(queue(file));
        net.time.push(Patience.LEAST);
        net.down = false;
        assertThat(alice.share(paired(bob), file).view().phase()).isNotEqualTo("queued");
    }

    @Test
    void itIsSentWhenTheDeviceIsSeenAndForgottenThen() throws Exception {
        net.down = true;
        Path file = file("a", 300_000);
        ShareHandle sent = queue(file);
        awaitQueued(sent);
        assertThat(sent.view().state()).isEqualTo(TransferState.PENDING);
        assertThat(sent.view().peerName()).isEqualTo("bob");
        assertThat(sent.view().errand().orElseThrow().files()).containsExactly(file);
        assertThat(remembered()).hasSize(1);
        bobAppears();
        assertThat(result(sent).problem()).isEmpty();
        assertThat(there("a")).hasSameBinaryContentAs(file);
        await().untilAsserted(() -> assertThat(remembered()).isEmpty());
    }

    @Test
    void itIsSentWhenTheDeviceConnectsByItself() throws Exception {
        net.down = true;
        ShareHandle sent = queue(file("a", 300_000));
        awaitQueued(sent);
        net.down = false;
        assertThat(result(bob.share(paired(alice), file("b", 10))).problem()).isEmpty();
        assertThat(result(sent).problem()).isEmpty();
    }

    @Test
    void itIsSentWhenALastKnownAddressLeadsThereAgain() throws Exception {
        net.down = true;
        ShareHandle sent = queue(file("a", 300_000));
        awaitQueued(sent);
        await().until(() -> sent.view().errand().flatMap(dev.ferry.api.ShareView.Errand::why).isPresent());
        net.down = false;
        net.time.push(Patience.FIRST);
        assertThat(result(sent).problem()).isEmpty();
    }

    @Test
    void itIsSentAtOnceToADeviceThatIsThere() throws Exception {
        assertThat(result(queue(file("a", 300_000))).problem()).isEmpty();
    }

    @Test
    void itOutlivesTheProcessUnderItsId() throws Exception {
        net.down = true;
        Path file = file("a", 300_000);
        ShareHandle before = queue(file);
        killAlice();
        ShareHandle sent = again(before);
        awaitQueued(sent);
        assertThat(sent.view().started()).isCloseTo(before.view().started(), org.assertj.core.api.Assertions.within(1, java.time.temporal.ChronoUnit.MILLIS));
        bobAppears();
        assertThat(result(sent).problem()).isEmpty();
        assertThat(there("a")).hasSameBinaryContentAs(file);
        await().untilAsserted(() -> assertThat(remembered()).isEmpty());
    }

    @Test
    void whatIsSentIsWhatIsThereAtThatTime() throws Exception {
        net.down = true;
        ShareHandle sent = queue(file("a", 300_000));
        Path changed = file("a", 5);
        bobAppears();
        assertThat(result(sent).problem()).isEmpty();
        assertThat(there("a")).hasSameBinaryContentAs(changed);
    }

    @Test
    void theOrderIsKeptAndAPausedOneIsPassedOver() throws Exception {
        net.down = true;
        List<ShareHandle> sent = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sent.add(queue(file("f" + i, 100_000 - i * 10_000)));
        }
        sent.get(2).pause();
        killAlice();
        List<UUID> order = new ArrayList<>(sent.stream().map(ShareHandle::id).toList());
        bobAppears();
        UUID paused = order.remove(2);
        await().until(() -> events(alice, FerryEvent.ShareEnded.class).size() == 5);
        assertThat(events(alice, FerryEvent.ShareEnded.class)).extracting(ended -> ended.share().id()).containsExactlyElementsOf(order);
        ShareHandle left = alice.engine.shares().find(paused).orElseThrow();
        assertThat(left.view().state()).isEqualTo(TransferState.PAUSED);
        left.resume();
        assertThat(result(left).problem()).isEmpty();
    }

    @Test
    void itCanBeTakenBack() throws Exception {
        net.down = true;
        ShareHandle sent = queue(file("a", 10));
        sent.cancel();
        assertThat(remembered()).isEmpty();
        assertThat(result(sent).state()).isEqualTo(TransferState.CANCELLED);
        killAlice();
        assertThat(alice.engine.shares().shares()).isEmpty();
    }

    @Test
    void itIsGivenUpAfterItsTimeWithAReason() throws Exception {
        net.down = true;
        ShareHandle sent = queue(file("a", 10));
        awaitQueued(sent);
        net.time.push(Duration.ofDays(29));
        assertThat(sent.view().state()).isEqualTo(TransferState.PENDING);
        net.time.push(Duration.ofDays(2));
        assertThat(refusal(sent)).isInstanceOf(Problem.TimeoutError.class).extracting(Problem::message).asString().contains("waited for bob", "30 days");
        await().untilAsserted(() -> assertThat(remembered()).isEmpty());
    }

    @Test
    void itsTimeRunsWhileNoProcessRuns() throws Exception {
        net.down = true;
        ShareHandle before = queue(file("a", 10));
        alice.close();
        net.time.push(Duration.ofDays(31));
        restartAlice(alice.store, false);
        assertThat(refusal(again(before))).isInstanceOf(Problem.TimeoutError.class);
    }

    @Test
    void itEndsWhereItsFilesAreGone() throws Exception {
        net.down = true;
        Path file = file("a", 10);
        ShareHandle sent = queue(file);
        Files.delete(file);
        bobAppears();
        assertThat(refusal(sent)).isInstanceOf(Problem.FileAccessDenied.class).extracting(Problem::message).asString().contains(file + " is not there");
        await().untilAsserted(() -> assertThat(remembered()).isEmpty());
    }

    @Test
    void itEndsWithThePair() throws Exception {
        net.down = true;
        ShareHandle sent = queue(file("a", 10));
        ShareHandle blocked = queue(file("b", 10));
        awaitQueued(blocked);
        alice.trust.remove(bob.id);
        assertThat(refusal(sent)).isInstanceOf(Problem.RelationshipError.class);
        assertThat(refusal(blocked)).isInstanceOf(Problem.RelationshipError.class);
        await().untilAsserted(() -> assertThat(remembered()).isEmpty());
    }

    @Test
    void itEndsWhereItsDeviceWasBlockedWhileNoProcessRan() throws Exception {
        net.down = true;
        ShareHandle before = queue(file("a", 10));
        alice.close();
        alice.trust.block(bob.id, "lost");
        restartAlice(alice.store, false);
        assertThat(refusal(again(before))).isInstanceOf(Problem.DeviceBlocked.class);
        await().untilAsserted(() -> assertThat(remembered()).isEmpty());
    }

    @Test
    void anOfferThatNobodyAnsweredIsMadeAgainMuchLater() throws Exception {
        pairBoth(TrustLevel.VERIFIED);
        Path file = file("a", 10);
        ShareHandle sent = queue(file);
        offerAt(bob);
        net.time.push(Duration.ofSeconds(130));
        awaitQueued(sent);
        alice.port.routesChange(bob.id);
        net.time.push(Duration.ofMinutes(20));
        alice.port.routesChange(bob.id);
        assertThat(bob.inbox.pending()).isEmpty();
        net.time.push(Duration.ofMinutes(15));
        accept(bob, offerAt(bob));
        assertThat(result(sent).problem()).isEmpty();
        assertThat(bobsInbox().resolve("a")).hasSameBinaryContentAs(file);
    }

    @Test
    void aPersonsNoEndsIt() throws Exception {
        pairBoth(TrustLevel.VERIFIED);
        ShareHandle sent = queue(file("a", 10));
        reject(bob, offerAt(bob));
        assertThat(refusal(sent)).isInstanceOf(Problem.TransferRejected.class);
        await().untilAsserted(() -> assertThat(remembered()).isEmpty());
    }

    @Test
    void onlySoManyWait() throws Exception {
        net.down = true;
        Path file = file("a", 10);
        for (int i = 0; i < Errands.MOST; i++) {
            queue(file);
        }
        assertThatThrownBy(() -> queue(file)).isInstanceOfSatisfying(FerryException.class,
                e -> assertThat(e.problem().message()).contains("1000 shares wait").contains("ferry transfers cancel"));
        assertThat(remembered()).hasSize(Errands.MOST);
    }

    @Test
    void nothingIsKeptForStrangersAndCodes() throws Exception {
        Path file = file("a", 10);
        for (ShareTarget target : List.of(seen(bob), new ShareTarget.CodeHolder(), new ShareTarget.DeviceIdentifier("7-1234-5678"))) {
            assertThatThrownBy(() -> alice.engine.shares().queue(new ShareRequest(List.of(new ShareRequest.Item(file, false)), target, Optional.empty(), ShareOptions.DEFAULT)))
                    .isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.BadRequest.class));
        }
        Device carl = new Device(net, "carl", Files.createDirectory(dir.resolve("carl")));
        carl.policy.change(terms -> DropTest.slow(terms, 2_000_000));
        ShareHandle dropped = carl.share(seen(bob), file("dropped", 2_000_000));
        ShareHandle taken = accept(bob, offerAt(bob));
        await().until(() -> taken.view().progress().bytes() > 400_000);
        net.time.push(Duration.ofSeconds(1));
        carl.share(new ShareTarget.CodeHolder(), file);
        carl.close();
        result(dropped);
        assertThat(carl.store.table("errands")).isEmpty();
        assertThat(alice.store.table("errands")).isEmpty();
    }

    @Test
    void whatCannotBeReadIsForgotten() throws Exception {
        net.down = true;
        ShareHandle before = queue(file("a", 10));
        byte[] good = remembered().get(before.id().toString());
        remembered().put(UUID.randomUUID().toString(), Arrays.copyOf(good, good.length - 3));
        remembered().put("no id", good);
        remembered().put(UUID.randomUUID().toString(), new byte[] {99});
        killAlice();
        assertThat(remembered()).containsOnlyKeys(before.id().toString());
        bobAppears();
        assertThat(result(again(before)).problem()).isEmpty();
    }

    // On its way when the process ended.

    @Test
    void aSenderThatWasKilledGoesOnByItselfUnderItsId() throws Exception {
        Path big = file("big", BIG);
        ShareHandle before = begun(big);
        AtomicLong again = received();
        killAlice();
        ShareHandle sent = again(before);
        assertThat(result(sent).problem()).isEmpty();
        assertThat(there("big")).hasSameBinaryContentAs(big);
        assertThat(there("big (2)")).doesNotExist();
        assertThat(again.get()).isLessThan(BIG - HALF + 4 * BLOCK);
        assertNoPartsAtBob();
        await().untilAsserted(() -> assertThat(remembered()).isEmpty());
    }

    @Test
    void itsPersonsYesHoldsForTheSame() throws Exception {
        pairBoth(TrustLevel.VERIFIED);
        bob.policy.change(terms -> DropTest.slow(terms, 12_000_000));
        Path big = file("big", BIG);
        ShareHandle before = alice.share(paired(bob), big);
        accept(bob, offerAt(bob));
        await().until(() -> incoming(bob).view().progress().bytes() > HALF);
        await().until(() -> !remembered().isEmpty());
        killAlice();
        assertThat(result(again(before)).problem()).isEmpty();
        assertThat(events(bob, FerryEvent.OfferReceived.class)).hasSize(1);
        assertThat(bobsInbox().resolve("big")).hasSameBinaryContentAs(big);
    }

    @Test
    void whatChangedMeanwhileIsAskedAboutAgain() throws Exception {
        pairBoth(TrustLevel.VERIFIED);
        bob.policy.change(terms -> DropTest.slow(terms, 12_000_000));
        Path big = file("big", BIG);
        ShareHandle before = alice.share(paired(bob), big);
        accept(bob, offerAt(bob));
        await().until(() -> incoming(bob).view().progress().bytes() > HALF);
        await().until(() -> !remembered().isEmpty());
        alice.close();
        Files.write(big, new byte[] {1, 2, 3});
        killAlice();
        accept(bob, offerAt(bob));
        assertThat(result(again(before)).problem()).isEmpty();
        assertThat(bobsInbox().resolve("big")).hasSameBinaryContentAs(big);
    }

    @Test
    void aSenderThatWasStoppedInOrderGoesOnToo() throws Exception {
        Path big = file("big", BIG);
        ShareHandle before = begun(big);
        AtomicLong again = received();
        restartAlice(alice.store, false);
        assertThat(result(before).problem()).containsInstanceOf(Problem.NetworkError.class);
        assertThat(result(again(before)).problem()).isEmpty();
        assertThat(again.get()).isLessThan(BIG - HALF + 4 * BLOCK);
    }

    @Test
    void bothMayBeKilled() throws Exception {
        Path big = file("big", BIG);
        ShareHandle before = begun(big);
        AtomicLong again = received();
        net.down = true;
        killAlice();
        bob.close();
        bob = new Device(net, "bob", bobsInbox(), bob.store, bob.trust, false);
        bobAppears();
        assertThat(result(again(before)).problem()).isEmpty();
        assertThat(there("big")).hasSameBinaryContentAs(big);
        assertThat(again.get()).isLessThan(BIG - HALF + 4 * BLOCK);
        assertNoPartsAtBob();
    }

    @Test
    void aNetworkThatIsAwayForLongerThanAnHourEndsNothing() throws Exception {
        Path big = file("big", BIG);
        ShareHandle sent = begun(big);
        net.down = true;
        net.cut();
        await().until(() -> sent.view().state() == TransferState.PAUSED);
        net.time.push(Duration.ofMinutes(90));
        awaitQueued(sent);
        assertThat(sent.view().errand().orElseThrow().why()).isPresent();
        bobAppears();
        assertThat(result(sent).problem()).isEmpty();
        assertThat(there("big")).hasSameBinaryContentAs(big);
    }

    @Test
    void whoAsksForTheSameAgainMeansTheOneThatGoesOn() throws Exception {
        Path big = file("big", BIG);
        ShareHandle before = begun(big);
        net.down = true;
        killAlice();
        net.down = false;
        ShareHandle asked = alice.share(paired(bob), big);
        assertThat(asked.id()).isEqualTo(before.id());
        assertThat(result(asked).problem()).isEmpty();
        assertThat(there("big (2)")).doesNotExist();
    }

    @Test
    void whatWasPausedStaysSo() throws Exception {
        Path big = file("big", BIG);
        ShareHandle before = begun(big);
        before.pause();
        killAlice();
        ShareHandle sent = again(before);
        assertThat(sent.view().state()).isEqualTo(TransferState.PAUSED);
        assertThat(sent.view().errand().orElseThrow().paused()).isTrue();
        alice.port.routesChange(bob.id);
        killAlice();
        assertThat(again(before).view().state()).isEqualTo(TransferState.PAUSED);
        AtomicLong again = received();
        again(before).resume();
        assertThat(result(again(before)).problem()).isEmpty();
        assertThat(again.get()).isLessThan(BIG - HALF + 4 * BLOCK);
    }

    @Test
    void whatItsReceiverPausedStaysSoThroughTheReceiversRestart() throws Exception {
        Path big = file("big", BIG);
        ShareHandle sent = begun(big);
        incoming(bob).pause();
        net.down = true;
        FakeStore disk = bob.store.copy();
        bob.close();
        bob = new Device(net, "bob", bobsInbox(), disk, bob.trust, false);
        bobAppears();
        ShareHandle received = incoming(bob);
        await().until(() -> received.view().state() == TransferState.PAUSED && sent.view().state() == TransferState.PAUSED && sent.view().phase().equals("sending"));
        received.resume();
        assertThat(result(sent).problem()).isEmpty();
        assertThat(there("big")).hasSameBinaryContentAs(big);
    }

    @Test
    void whatWasCancelledIsNotTakenUp() throws Exception {
        ShareHandle before = begun(file("big", BIG));
        before.cancel();
        FakeStore disk = alice.store.copy();
        result(before);
        restartAlice(disk, false);
        assertThat(alice.engine.shares().shares()).isEmpty();
    }

    @Test
    void aShareThatNeverReachedItsDeviceEndsWithItsError() throws Exception {
        net.walled = true;
        assertThat(refusal(alice.share(paired(bob), file("a", 10)))).isInstanceOf(Problem.NetworkError.class);
        assertThat(remembered()).isEmpty();
    }

    @Test
    void aMoveThatWasInterruptedNeverLeavesAFileNowhere() throws Exception {
        Path tree = file("tree/1small", 10).getParent();
        Path big = file("tree/2big", BIG);
        byte[] content = Files.readAllBytes(big);
        bob.policy.change(terms -> DropTest.slow(terms, 12_000_000));
        ShareHandle before = alice.share(paired(bob), MOVE, tree);
        await().until(() -> !Files.exists(tree.resolve("1small")));
        await().until(() -> incoming(bob).view().progress().bytes() > HALF);
        await().until(() -> !remembered().isEmpty());
        killAlice();
        assertThat(big).exists();
        assertThat(result(again(before)).problem()).isEmpty();
        assertThat(there("tree").resolve("2big")).hasBinaryContent(content);
        assertThat(there("tree").resolve("1small")).hasSize(10);
        assertThat(tree).doesNotExist();
    }

    @Test
    void aMoveWhoseFilesAreAllGoneSaysWhereTheyMayBe() throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 12_000_000));
        Path big = file("big", BIG);
        ShareHandle before = alice.share(paired(bob), MOVE, big);
        await().until(() -> !remembered().isEmpty());
        alice.close();
        Files.delete(big);
        killAlice();
        assertThat(refusal(again(before))).extracting(Problem::message).asString().contains("look for it on bob");
    }

    // One that is there for one command.

    @Test
    void aPassingProcessKeepsAndTakesUpNothing() throws Exception {
        net.down = true;
        ShareHandle before = queue(file("a", 10));
        restartAlice(alice.store, true);
        net.down = false;
        assertThat(alice.engine.shares().shares()).isEmpty();
        assertThatThrownBy(() -> queue(file("b", 10))).isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem().message()).contains("ferry up"));
        bob.policy.change(terms -> DropTest.slow(terms, 12_000_000));
        ShareHandle direct = alice.share(paired(bob), file("big", BIG));
        await().until(() -> incoming(bob).view().progress().bytes() > HALF);
        net.time.push(Duration.ofSeconds(1));
        assertThat(remembered()).containsOnlyKeys(before.id().toString());
        direct.cancel();
        restartAlice(alice.store, false);
        assertThat(result(again(before)).problem()).isEmpty();
    }

    /** On a disk nothing is legible that does not belong there. */
    @Test
    void whatIsKeptIsWhatIsNeededToGoOn() throws Exception {
        net.down = true;
        Path file = file("a name", 10);
        queue(file);
        String kept = new String(remembered().values().iterator().next(), StandardCharsets.ISO_8859_1);
        assertThat(kept).contains(file.toString(), bob.id.hex()).doesNotContain("0123456789");
    }
}
