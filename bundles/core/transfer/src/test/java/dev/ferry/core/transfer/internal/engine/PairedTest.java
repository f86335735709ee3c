package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.FerryEvent;
import dev.ferry.api.InboxService.Answer;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.protocol.Coding;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Problem;
import dev.ferry.model.RecoveryAction;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Between devices that know each other. */
class PairedTest extends TwoDevices {
    @BeforeEach
    void pair() {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
    }

    private Path fromAlice(String name) {
        return bobsInbox().resolve("alice").resolve(name);
    }

    @Test
    void aTrustedDeviceIsNotAskedAboutAndHasAFolderOfItsOwn() throws Exception {
        Path old = file("a.txt", 1000);
        Files.setLastModifiedTime(old, FileTime.fromMillis(86_400_123));
        ShareHandle sent = alice.share(paired(bob), old);
        assertThat(result(sent).problem()).isEmpty();
        assertThat(fromAlice("a.txt")).hasSameBinaryContentAs(old);
        assertThat(Files.getLastModifiedTime(fromAlice("a.txt"))).isEqualTo(Files.getLastModifiedTime(old));
        assertThat(events(bob, FerryEvent.OfferReceived.class)).isEmpty();
        // The receiver's end is its own: the sender may hear of the last receipt before it.
        await().untilAsserted(() -> assertThat(events(bob, FerryEvent.ShareEnded.class)).hasSize(1));
        assertThat(sent.view().terms().orElseThrow().profile()).isEqualTo("trusted");
        assertThat(sent.view().route()).contains("in memory, 1 candidate tried");
    }

    @Test
    void aPairThatIsSeenAndTakesNoConnectionIsDialledAgain() throws Exception {
        net.walled = true;
        ShareHandle sent = alice.share(paired(bob), file("a.txt", 10));
        await().until(() -> alice.port.dials.get() > 1 || sent.view().state().isFinal());
        net.walled = false;
        assertThat(result(sent).problem()).isEmpty();
        assertThat(fromAlice("a.txt")).hasSize(10);
    }

    @Test
    void bothTellWhatTheOtherSaidOfItself() throws Exception {
        result(alice.share(paired(bob), file("a.txt", 10)));

        String said = Set.of(Coding.DEFLATE_CAPABILITY) + " " + Optional.of(DeviceKind.SERVER);
        await().untilAsserted(() -> assertThat(alice.port.introduced).isEqualTo(Map.of(bob.id, said)));
        await().untilAsserted(() -> assertThat(bob.port.introduced).isEqualTo(Map.of(alice.id, said)));
    }

    @Test
    void whoDialledTellsHowLongAnAnswerTakesOverThatRoute() throws Exception {
        net.roundTrip = Duration.ofNanos(1);
        result(alice.share(paired(bob), file("a.txt", 10)));
        bob.trust.remove(alice.id);

        await().untilAsserted(() -> assertThat(alice.port.measured).containsExactly(Map.entry(bob.port.route(), Duration.ofNanos(1))));
        assertThat(bob.port.measured).as("whence it was dialled is no route").isEmpty();
    }

    @Test
    void whatArrivedIsLearnedFromAndWhatWasDeclinedIsNot() throws Exception {
        Path photo = file("a.jpg", 10);
        bob.pair(alice, TrustLevel.VERIFIED);
        ShareHandle declined = alice.share(paired(bob), photo);
        reject(bob, offerAt(bob));
        result(declined);
        ShareHandle sent = alice.share(paired(bob), photo);
        accept(bob, offerAt(bob));
        result(sent);

        await().untilAsserted(() -> assertThat(alice.port.learned).containsExactly(bob.id));
        assertThat(bob.port.learned).isEmpty();
    }

    @Test
    void whatEndedIsListedForTenMinutes() throws Exception {
        ShareHandle sent = alice.share(paired(bob), file("a.jpg", 10));
        result(sent);
        assertThat(alice.engine.shares().find(sent.id())).isPresent();
        await().untilAsserted(() -> {
            // Again and again: the time of its keeping may begin after the first push.
            net.time.push(Duration.ofMinutes(11));
            assertThat(alice.engine.shares().find(sent.id())).isEmpty();
        });
    }

    @Test
    void whatItsTermsLetNobodyRememberIsNeitherListedNorLearnedFrom() throws Exception {
        alice.policy.change(t -> new SessionTerms(t.profile(), t.consent(), t.keys(), t.resumable(), t.chunking(), t.streams(), t.compressFrom(), t.bytesPerSecond(),
                t.maxFileBytes(), t.timeout(), t.metadata(), false, t.features()));
        ShareHandle sent = alice.share(paired(bob), file("a.jpg", 10));
        assertThat(result(sent).files()).isEqualTo(1);
        await().until(() -> alice.engine.shares().find(sent.id()).isEmpty());
        alice.policy.change(t -> t);
        result(alice.share(paired(bob), file("b.jpg", 10)));
        await().until(() -> !alice.port.learned.isEmpty());
        assertThat(alice.port.learned).as("of the second alone").containsExactly(bob.id);
    }

    @Test
    void anAutomaticChoiceSaysWhomAndWhy() throws Exception {
        ShareHandle sent = alice.share(new ShareTarget.Auto(ShareTarget.Auto.Preference.BEST, Set.of()), file("a.txt", 1000));

        assertThat(result(sent).problem()).isEmpty();
        assertThat(sent.view().peerName()).isEqualTo("bob");
        assertThat(sent.view().choice()).hasValueSatisfying(why -> assertThat(why).contains("automatic choice"));
        assertThat(fromAlice("a.txt")).exists();
    }

    @Test
    void timesAreKeptToOneselfOnRequest() throws Exception {
        Path old = file("a.txt", 10);
        Files.setLastModifiedTime(old, FileTime.fromMillis(86_400_123));
        ShareOptions quiet = new ShareOptions(ShareOptions.Priority.NORMAL, ShareOptions.Kind.COPY, OptionalLong.empty(), Optional.empty(), ShareOptions.Visibility.FULL,
                false, Optional.empty());
        result(alice.share(paired(bob), quiet, old));
        assertThat(Files.getLastModifiedTime(fromAlice("a.txt")).toMillis()).isNotEqualTo(86_400_123);
    }

    @Test
    void aVerifiedDeviceIsAskedAbout() throws Exception {
        bob.pair(alice, TrustLevel.VERIFIED);
        ShareHandle sent = alice.share(paired(bob), file("a.txt", 1000));
        OfferView offer = offerAt(bob);
        assertThat(offer.checkWords()).isEmpty();
        assertThat(fromAlice("a.txt")).doesNotExist();
        accept(bob, offer);
        assertThat(result(sent).problem()).isEmpty();
        assertThat(bobsInbox().resolve("a.txt")).hasSize(1000);
    }

    @Test
    void aHundredSharesInBothDirectionsUseOneConnection() throws Exception {
        List<ShareHandle> shares = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            shares.add(alice.share(paired(bob), file("from-a" + i, 100_000 + i)));
            shares.add(bob.share(paired(alice), file("from-b" + i, 100_000 + i)));
        }
        for (ShareHandle share : shares) {
            assertThat(result(share).problem()).isEmpty();
        }
        for (int i = 0; i < 50; i++) {
            assertThat(fromAlice("from-a" + i)).hasSize(100_000 + i);
            assertThat(dir.resolve("alice/bob/from-b" + i)).hasSize(100_000 + i);
        }
        // Both may dial in the same moment, and once more where that cut the other's greeting; afterwards there is one.
        int before = alice.port.dials.get() + bob.port.dials.get();
        assertThat(before).isLessThanOrEqualTo(4);
        result(alice.share(paired(bob), file("again", 1)));
        result(bob.share(paired(alice), file("again", 1)));
        assertThat(alice.port.dials.get() + bob.port.dials.get()).isEqualTo(before);
    }

    @Test
    void aBlockedDeviceIsRefusedBeforeAnyPacketLeaves() {
        alice.trust.block(bob.id, "lost");
        assertThatThrownBy(() -> alice.share(paired(bob), file("a.txt", 10)))
                .isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem()).isInstanceOfSatisfying(Problem.DeviceBlocked.class,
                        problem -> assertThat(problem.reason()).isEqualTo("lost")));
        assertThat(alice.port.dials).hasValue(0);
        assertThat(alice.engine.shares().shares()).isEmpty();
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsWaitedForTwiceAsLongThreeTimes() throws Exception {
        net.late.set(3);
        assertThat(result(alice.share(paired(bob), file("a.txt", 10))).problem()).isEmpty();
        assertThat(net.timeouts).containsExactly(Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(120));
        List<RecoveryAction> steps = events(alice, FerryEvent.ShareChanged.class).stream().flatMap(event -> event.share().recovery().stream()).distinct().toList();
        assertThat(steps).containsExactly(new RecoveryAction.RetryWithLongerTimeout(1, 3, Duration.ofSeconds(30)), new RecoveryAction.RetryWithLongerTimeout(2, 3, Duration.ofSeconds(60)),
                new RecoveryAction.RetryWithLongerTimeout(3, 3, Duration.ofSeconds(120)));
        net.cut();
        await().until(() -> alice.port.status.contains("disconnected"));
        net.late.set(4);
        assertThat(result(alice.share(paired(bob), file("b.txt", 10))).problem()).containsInstanceOf(Problem.TimeoutError.class);
    }

    /** Whoever is on the way can break a handshake as easily as a connection. */
    @Test
    void aHandshakeThatIsDisturbedIsNoReasonToGiveUpWhatHasBegun() throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 8_000_000));
        ShareHandle sent = alice.share(paired(bob), file("content", 6_000_000));
        ShareHandle received = incoming(bob);
        await().until(() -> received.view().progress().bytes() > 1_000_000);
        net.disturbed.set(2);
        net.cut();
        assertThat(result(sent).problem()).isEmpty();
        assertThat(result(received).files()).isEqualTo(1);
        assertThat(net.disturbed).hasValue(0);
    }

    @Test
    void aDeviceIsBeingConnectedUntilItIsOrIsNot() throws Exception {
        net.late.set(1);
        assertThat(result(alice.share(paired(bob), file("a.txt", 10))).problem()).isEmpty();
        assertThat(alice.port.status).startsWith("connecting", "disconnected", "connecting", "connected");
    }

    @Test
    void aDeviceThatIsNotThereIsNotFound() throws Exception {
        net.down = true;
        ShareHandle sent = alice.share(paired(bob), file("a.txt", 10));
        await().until(() -> sent.view().phase().equals("connecting"));
        net.time.push(Duration.ofSeconds(11));
        assertThat(result(sent).problem()).containsInstanceOf(Problem.NotFound.class);
        assertThat(alice.port.status).containsExactly("disconnected");
    }

    @Test
    void aLostConnectionIsMadeAgainAndOnlyWhatIsMissingIsSent() throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 8_000_000));
        Path tree = Files.createDirectory(dir.resolve("tree"));
        for (int i = 0; i < 100; i++) {
            Files.write(tree.resolve("small" + i), new byte[i]);
        }
        Files.write(tree.resolve("zbig"), Files.readAllBytes(file("content", 16_000_000)));
        ShareHandle sent = alice.share(paired(bob), tree);
        List<Long> seen = new ArrayList<>();
        sent.follow(view -> seen.add(view.progress().bytes()));
        ShareHandle received = incoming(bob);
        for (int loss = 1; loss <= 3; loss++) {
            long from = received.view().progress().bytes();
            await().until(() -> received.view().progress().bytes() > from + 2_500_000);
            net.cut();
        }
        ShareResult there = result(received);
        assertThat(there.problem()).isEmpty();
        ShareResult here = result(sent);
        assertThat(here.problem()).isEmpty();
        assertThat(here.files()).isEqualTo(102);
        assertThat(tree(fromAlice("tree"))).isEqualTo(tree(tree));
        // Each loss costs what was on its way: the window of the limit and the rest of a block.
        assertThat(here.resent()).isLessThan(3 * 3_200_000L);
        assertThat(seen).isSorted();
        assertThat(events(alice, FerryEvent.ShareChanged.class)).anySatisfy(event -> {
            assertThat(event.share().state()).isEqualTo(TransferState.PAUSED);
            assertThat(event.share().recovery()).containsInstanceOf(RecoveryAction.Reconnect.class);
        });
        assertThat(events(alice, FerryEvent.ShareEnded.class)).hasSize(1);
        assertThat(events(bob, FerryEvent.ShareEnded.class)).hasSize(1);
        assertThat(bobsInbox().resolve("alice")).isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
    }

    @Test
    void aResumedTransferIsNotAskedAboutAgain() throws Exception {
        bob.pair(alice, TrustLevel.VERIFIED);
        bob.policy.change(terms -> DropTest.slow(terms, 8_000_000));
        ShareHandle sent = alice.share(paired(bob), file("big", 8_000_000));
        ShareHandle received = accept(bob, offerAt(bob));
        await().until(() -> received.view().progress().bytes() > 2_500_000);
        net.cut();
        assertThat(result(sent).problem()).isEmpty();
        assertThat(events(bob, FerryEvent.OfferReceived.class)).hasSize(1);
    }

    @Test
    void itGoesOnWhenTheDeviceComesBackAfterAnHourLessAMinute() throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 8_000_000));
        ShareHandle sent = alice.share(paired(bob), file("big", 8_000_000));
        ShareHandle received = incoming(bob);
        await().until(() -> received.view().progress().bytes() > 2_500_000);
        net.down = true;
        net.cut();
        await().until(() -> sent.view().state() == TransferState.PAUSED && received.view().state() == TransferState.PAUSED);
        assertThat(sent.view().phase()).isEqualTo("waiting");
        net.time.push(Duration.ofMinutes(59));
        net.down = false;
        assertThat(result(sent).problem()).isEmpty();
        assertThat(result(received).bytes()).isEqualTo(8_000_000);
    }

    @Test
    void whatNobodyComesBackForEndsAfterAnHourAndIsRemovedAfterADay() throws Exception {
        alice.close();
        // A daemon would not give it up.
        alice = new Device(net, "alice", dir.resolve("alice"), alice.store, alice.trust, true);
        bob.policy.change(terms -> DropTest.slow(terms, 8_000_000));
        ShareHandle sent = alice.share(paired(bob), file("big", 8_000_000));
        ShareHandle received = incoming(bob);
        await().until(() -> received.view().progress().bytes() > 2_500_000);
        net.down = true;
        net.cut();
        await().until(() -> sent.view().state() == TransferState.PAUSED && received.view().state() == TransferState.PAUSED);
        net.time.push(Duration.ofMinutes(61));
        assertThat(result(received).problem()).containsInstanceOf(Problem.NetworkError.class);
        assertThat(result(sent).problem()).isPresent();
        assertThat(bobsInbox().resolve("alice")).isNotEmptyDirectory();
        age(bobsInbox().resolve("alice"), net.time.instant());
        net.time.push(Duration.ofHours(25));
        await().untilAsserted(() -> assertThat(bobsInbox().resolve("alice")).isEmptyDirectory());
        await().untilAsserted(() -> assertThat(bob.store.table("receptions")).isEmpty());
    }

    private static void age(Path folder, Instant to) throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(to));
            }
        }
    }

    @Test
    void whatWaitsForAConnectionCanBeCancelledOnBothSides() throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 8_000_000));
        ShareHandle sent = alice.share(paired(bob), file("big", 8_000_000));
        ShareHandle received = incoming(bob);
        await().until(() -> received.view().progress().bytes() > 2_500_000);
        net.down = true;
        net.cut();
        await().until(() -> sent.view().state() == TransferState.PAUSED && received.view().state() == TransferState.PAUSED);
        received.cancel();
        assertThat(result(received).state()).isEqualTo(TransferState.CANCELLED);
        assertThat(bobsInbox().resolve("alice")).isEmptyDirectory();
        net.down = false;
        assertThat(result(sent).problem()).as("the receiver says that it does not want it any more").isPresent();
        assertThat(bobsInbox().resolve("alice")).isEmptyDirectory();
    }

    @Test
    void aPauseOutlastsALossAndItsEndIsNotMissedInOne() throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 5_000_000));
        ShareHandle sent = alice.share(paired(bob), file("big", 25_000_000));
        ShareHandle received = incoming(bob);
        for (ShareHandle one : new ShareHandle[] {sent, received}) {
            ShareHandle other = one == sent ? received : sent;
            long from = received.view().progress().bytes();
            await().until(() -> received.view().progress().bytes() > from);
            one.pause();
            await().until(() -> other.view().state() == TransferState.PAUSED);
            int dials = alice.port.dials.get() + bob.port.dials.get();
            net.cut();
            await().untilAsserted(() -> {
                assertThat(alice.port.dials.get() + bob.port.dials.get()).isGreaterThan(dials);
                assertThat(List.of(sent.view().phase(), received.view().phase())).as("%s %s", sent.view(), received.view()).containsExactly("sending", "receiving");
            });
            assertThat(sent.view().state()).isEqualTo(TransferState.PAUSED);
            assertThat(received.view().state()).isEqualTo(TransferState.PAUSED);
            net.down = true;
            net.cut();
            await().until(() -> sent.view().phase().equals("waiting") && received.view().phase().equals("waiting"));
            one.resume();
            net.down = false;
            await().until(() -> sent.view().state() == TransferState.ACTIVE && received.view().state() == TransferState.ACTIVE);
        }
        assertThat(result(sent).problem()).isEmpty();
        assertThat(result(received).bytes()).isEqualTo(25_000_000);
    }

    @Test
    void blockingCutsWhatRunsWithinASecond() throws Exception {
        assertCutBy(() -> bob.trust.block(alice.id, "stolen"));
    }

    @Test
    void unpairingCutsWhatRunsAndTellsTheOtherSide() throws Exception {
        assertCutBy(() -> bob.trust.remove(alice.id));
        await().untilAsserted(() -> assertThat(alice.trust.pair(bob.id)).isEmpty());
        assertThat(events(alice, FerryEvent.Notice.class)).singleElement().satisfies(notice -> assertThat(notice.code()).isEqualTo("unpaired"));
    }

    @Test
    void lessTrustCutsWhatNoPersonAccepted() throws Exception {
        assertCutBy(() -> bob.trust.trust(alice.id, TrustLevel.VERIFIED));
        assertThat(alice.trust.pair(bob.id)).isPresent();
    }

    @Test
    void aSecurityProfileThatGoesTakesItsTransfersWithIt() throws Exception {
        assertCutBy(() -> bob.policy.removeProfiles());
    }

    private void assertCutBy(Runnable change) throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 2_000_000));
        ShareHandle sent = alice.share(paired(bob), file("big", 50_000_000));
        ShareHandle received = incoming(bob);
        await().until(() -> received.view().progress().bytes() > 1_000_000);
        long start = System.nanoTime();
        change.run();
        ShareResult there = result(received);
        ShareResult here = result(sent);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(there.state()).isEqualTo(TransferState.FAILED);
        assertThat(here.state()).isEqualTo(TransferState.FAILED);
        assertThat(bobsInbox().resolve("alice")).isEmptyDirectory();
    }

    @Test
    void blockingTheReceiverCutsWhatIsSentToIt() throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 2_000_000));
        ShareHandle sent = alice.share(paired(bob), file("big", 50_000_000));
        ShareHandle received = incoming(bob);
        await().until(() -> received.view().progress().bytes() > 1_000_000);
        alice.trust.block(bob.id, "lost");
        assertThat(result(sent).problem()).containsInstanceOf(Problem.DeviceBlocked.class);
        // To a blocked device this one looks away.
        await().until(() -> received.view().state() != TransferState.ACTIVE);
        assertThat(received.view().state()).isNotEqualTo(TransferState.COMPLETED);
    }

    @Test
    void bothDialAtOnceAndBothKeepTheSameConnection() throws Exception {
        for (int round = 0; round < 20; round++) {
            ShareHandle there = alice.share(paired(bob), file("there" + round, 300_000));
            ShareHandle back = bob.share(paired(alice), file("back" + round, 300_000));
            assertThat(result(there).problem()).isEmpty();
            assertThat(result(back).problem()).isEmpty();
            net.cut();
        }
    }

    @Test
    void anOptionThatWouldLoosenTheTermsIsRefusedByName() {
        ShareOptions resumable = new ShareOptions(ShareOptions.Priority.NORMAL, ShareOptions.Kind.COPY, OptionalLong.empty(), Optional.of(Duration.ofHours(2)),
                ShareOptions.Visibility.FULL, true, Optional.empty());
        assertThatThrownBy(() -> alice.share(new ShareTarget.CodeHolder(), resumable, file("a", 1)))
                .isInstanceOfSatisfying(FerryException.class, e -> {
                    assertThat(e.problem()).isInstanceOf(Problem.BadRequest.class);
                    assertThat(e.getMessage()).contains("'timeout'").contains("'ephemeral'");
                });
        assertThat(alice.engine.shares().shares()).isEmpty();
    }

    @Test
    void anOptionThatTightensIsKeptTo() throws Exception {
        ShareOptions slow = new ShareOptions(ShareOptions.Priority.NORMAL, ShareOptions.Kind.COPY, OptionalLong.of(2_000_000), Optional.empty(),
                ShareOptions.Visibility.ALIAS, true, Optional.empty());
        long start = System.nanoTime();
        assertThat(result(alice.share(paired(bob), slow, file("a", 4_000_000))).problem()).isEmpty();
        assertThat((System.nanoTime() - start) / 1e9).isBetween(1.7, 5.0);
    }

    @Test
    void whatIsWrongWithTheFilesIsFoundBeforeTheNetIsTouched() throws Exception {
        assertThatThrownBy(() -> alice.share(paired(bob), dir.resolve("missing")))
                .isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.FileAccessDenied.class));
        Path link = Files.createSymbolicLink(dir.resolve("link"), file("a", 1));
        assertThatThrownBy(() -> alice.share(paired(bob), link))
                .isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.FileAccessDenied.class));
        assertThatThrownBy(() -> alice.share(paired(bob)))
                .isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.BadRequest.class));
        assertThat(alice.port.dials).hasValue(0);
        assertThat(alice.engine.shares().shares()).isEmpty();
    }

    @Test
    void whatIsThereAlreadyIsLeftOutAndNothingIsMissing() throws Exception {
        bob.pair(alice, TrustLevel.VERIFIED);
        Path same = file("same", 1000);
        Path other = file("other", 500);
        Path out = Files.createDirectory(dir.resolve("out"));
        Files.copy(same, out.resolve("same"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(out.resolve("other"), "mine");
        ShareHandle sent = alice.share(paired(bob), same, other, file("new", 10));
        ShareResult there = result(bob.inbox.answer(offerAt(bob).id(), new Answer.Accept(Set.of(), Optional.of(out), ConflictPolicy.SKIP)).orElseThrow());
        for (ShareResult each : List.of(there, result(sent))) {
            assertThat(each.files()).isEqualTo(1);
            assertThat(each.skippedCount()).isEqualTo(2);
            assertThat(each.unchanged()).isEqualTo(1);
        }
        assertThat(out.resolve("other")).hasContent("mine");
    }

    @Test
    void linksAreLeftOutAndNamed() throws Exception {
        Path tree = Files.createDirectory(dir.resolve("tree"));
        Files.writeString(tree.resolve("a"), "a");
        Files.createSymbolicLink(tree.resolve("b"), tree.resolve("a"));
        ShareResult here = result(alice.share(paired(bob), tree));
        assertThat(here.state()).isEqualTo(TransferState.COMPLETED);
        assertThat(here.skippedCount()).isEqualTo(1);
        assertThat(here.skipped()).singleElement().satisfies(left -> assertThat(left.path()).isEqualTo("tree/b"));
        assertThat(result(incoming(bob)).skippedCount()).isEqualTo(1);
    }

    @Test
    void aFileThatChangesWhileItIsSentIsLeftOutAndTheOthersArrive() throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 4_000_000));
        Path tree = Files.createDirectory(dir.resolve("tree"));
        Files.write(tree.resolve("1big"), new byte[4_000_000]);
        Files.writeString(tree.resolve("2small"), "small");
        ShareHandle sent = alice.share(paired(bob), tree);
        ShareHandle received = incoming(bob);
        await().until(() -> received.view().progress().bytes() > 1_100_000);
        Files.write(tree.resolve("1big"), new byte[4_000_000]);
        ShareResult here = result(sent);
        assertThat(here.state()).isEqualTo(TransferState.COMPLETED);
        assertThat(here.skipped()).singleElement().satisfies(left -> assertThat(left.path()).isEqualTo("tree/1big"));
        assertThat(result(received).skippedCount()).isEqualTo(1);
        assertThat(tree(fromAlice("tree"))).containsOnlyKeys("2small");
    }

    @Test
    void aLoneFileThatChangesIsAFailure() throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 4_000_000));
        Path big = file("big", 4_000_000);
        ShareHandle sent = alice.share(paired(bob), big);
        ShareHandle received = incoming(bob);
        await().until(() -> received.view().progress().bytes() > 1_100_000);
        Files.delete(big);
        assertThat(result(sent).problem()).containsInstanceOf(Problem.SourceChanged.class);
        assertThat(fromAlice("big")).doesNotExist();
    }
}
