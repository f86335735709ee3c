package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent to stay there alone. */
class MoveTest extends TwoDevices {
    private static final ShareOptions MOVE = new ShareOptions(ShareOptions.Priority.NORMAL, ShareOptions.Kind.MOVE, OptionalLong.empty(), Optional.empty(),
            ShareOptions.Visibility.FULL, true, Optional.empty());

    @BeforeEach
    void pair() {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
    }

    private Path fromAlice(String name) {
        return bobsInbox().resolve("alice").resolve(name);
    }

    @Test
    void aTreeThatArrivedIsGoneHereWithItsFolders() throws Exception {
        Path tree = file("tree/a", 300_000).getParent();
        file("tree/deep/er/b", 10);
        file("tree/empty file", 0);
        Files.createDirectory(tree.resolve("empty folder"));
        Path beside = file("beside", 1);
        Map<String, String> before = tree(tree);
        ShareResult moved = result(alice.share(paired(bob), MOVE, tree));
        assertThat(moved.problem()).isEmpty();
        assertThat(moved.skippedCount()).isZero();
        assertThat(tree(fromAlice("tree"))).isEqualTo(before);
        assertThat(tree).doesNotExist();
        assertThat(beside).exists();
    }

    @Test
    void whoIsAskedIsToldThatItIsAMove() throws Exception {
        bob.policy.change(FakePolicy::asking);
        ShareHandle moved = alice.share(paired(bob), MOVE, file("a", 10));
        OfferView offer = offerAt(bob);
        assertThat(offer.moves()).isTrue();
        reject(bob, offer);
        result(moved);
        alice.share(paired(bob), file("b", 10));
        assertThat(offerAt(bob).moves()).isFalse();
    }

    @Test
    void aCopyLeavesEverythingWhereItIs() throws Exception {
        Path tree = file("tree/a", 300_000).getParent();
        result(alice.share(paired(bob), tree));
        assertThat(tree.resolve("a")).exists();
    }

    @Test
    void whatIsLeftOutStaysAndItsFolderWithIt() throws Exception {
        Path tree = file("tree/a", 10).getParent();
        Files.createSymbolicLink(tree.resolve("link"), tree.resolve("a"));
        ShareResult moved = result(alice.share(paired(bob), MOVE, tree));
        assertThat(moved.skippedCount()).isEqualTo(1);
        assertThat(tree(fromAlice("tree"))).containsOnlyKeys("a");
        assertThat(tree.resolve("a")).doesNotExist();
        assertThat(tree.resolve("link")).isSymbolicLink();
    }

    @Test
    void aFileIsGoneHereAsSoonAsItIsDurableThereAndTheOthersOnlyThen() throws Exception {
        Path tree = file("tree/1small", 10).getParent();
        Path big = file("tree/2big", 8_000_000);
        bob.policy.change(terms -> DropTest.slow(terms, 1_000_000));
        ShareHandle sent = alice.share(paired(bob), MOVE, tree);
        await().until(() -> !Files.exists(tree.resolve("1small")));
        assertThat(fromAlice("tree/1small")).hasSize(10);
        assertThat(big).hasSize(8_000_000);
        sent.cancel();
        assertThat(result(sent).state()).isEqualTo(TransferState.CANCELLED);
        assertThat(big).hasSize(8_000_000);
        assertThat(fromAlice("tree/2big")).doesNotExist();
    }

    @Test
    void whatChangedSinceItWasReadStays() throws Exception {
        Path tree = file("tree/1first", 500_000).getParent();
        file("tree/2big", 3_000_000);
        AtomicInteger asked = new AtomicInteger();
        alice.policy.whenAsked(operation -> {
            // The first time before anything is read, the second before anything is deleted.
            if (operation == Operation.MOVE && asked.incrementAndGet() == 2) {
                replace(tree.resolve("1first"));
            }
        });
        ShareResult moved = result(alice.share(paired(bob), MOVE, tree));
        assertThat(moved.state()).isEqualTo(TransferState.COMPLETED);
        assertThat(tree.resolve("1first")).hasContent("a newer one");
        assertThat(tree.resolve("2big")).doesNotExist();
        assertThat(fromAlice("tree/1first")).hasSize(500_000);
        assertThat(moved.skipped()).singleElement().satisfies(left -> {
            assertThat(left.path()).isEqualTo("tree/1first");
            assertThat(left.reason()).contains("stays here too", "changed");
        });
    }

    private static void replace(Path file) {
        try {
            Files.writeString(file, "a newer one");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void withLessTrustNothingIsOfferedAndTheReasonIsSaid() throws Exception {
        alice.pair(bob, TrustLevel.VERIFIED);
        Path kept = file("a", 10);
        for (ShareTarget target : new ShareTarget[] {paired(bob), new ShareTarget.CodeHolder(), seen(bob)}) {
            assertThatThrownBy(() -> alice.share(target, MOVE, kept))
                    .isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.PolicyRefused.class));
        }
        assertThat(alice.port.dials).hasValue(0);
        assertThat(kept).exists();
    }

    @Test
    void aReceiverThatDoesNotTrustRefusesAndNothingIsDeleted() throws Exception {
        bob.pair(alice, TrustLevel.VERIFIED);
        Path kept = file("a", 10);
        ShareResult refused = result(alice.share(paired(bob), MOVE, kept));
        assertThat(refused.problem()).containsInstanceOf(Problem.TransferRejected.class);
        assertThat(refused.problem().orElseThrow().message()).contains("--move", "nothing was deleted");
        assertThat(kept).exists();
    }

    @Test
    void whatStandsThereAlreadyIsNotTakenForTheFileThatIsDeletedHere() throws Exception {
        Path file = file("a", 300_000);
        result(alice.share(paired(bob), file));
        ShareResult moved = result(alice.share(paired(bob), MOVE, file));
        assertThat(moved.problem()).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(fromAlice("a")).hasSize(300_000);
        assertThat(fromAlice("a (2)")).hasSameBinaryContentAs(fromAlice("a"));
    }

    @Test
    void aFileThatIsMovedOntoItselfIsStillThere() throws Exception {
        Files.createDirectories(fromAlice("."));
        Path file = Files.write(fromAlice("a"), new byte[300_000]);
        result(alice.share(paired(bob), MOVE, file));
        assertThat(tree(bobsInbox()).keySet()).filteredOn(name -> name.startsWith("alice/a")).hasSize(1);
    }

    @Test
    void aFolderThatMayNotBeWrittenIsNamedBeforeAnythingIsSent() throws Exception {
        Path file = file("closed/a", 10);
        assertThat(file.getParent().toFile().setWritable(false)).isTrue();
        assumeFalse(Files.isWritable(file.getParent()), "this user may write everywhere");
        assertThatThrownBy(() -> alice.share(paired(bob), MOVE, file))
                .isInstanceOfSatisfying(FerryException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.FileAccessDenied.class));
    }
}
