package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.ReferenceService;
import dev.ferry.api.ReferenceView.State;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareResult;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a reference ends, and what goes on until then. */
class ReferenceEndTest extends TwoWithReferences {
    @Test
    void revokedBeforeTheAnswerThePromptGoes() throws Exception {
        bob.pair(alice, TrustLevel.VERIFIED);
        ReferenceService.Given given = alice.engine.references().give(request(paired(bob), AccessLevel.READ_ONLY, Optional.empty(), films()));
        offerAt(bob);
        alice.engine.references().revoke(given.id());
        await().until(() -> bob.inbox.pending().isEmpty());
        assertThatThrownBy(() -> given.answer().toCompletableFuture().join()).hasCauseInstanceOf(FerryException.class);
        assertThat(bobs().references()).isEmpty();
    }

    @Test
    void revokedIsOverAtOnceForWhatRunsToo() throws Exception {
        Path films = films();
        file("films/z", 8_000_000);
        UUID id = give(AccessLevel.READ_ONLY, films).id();
        bob.policy.change(terms -> DropTest.slow(terms, 1_000_000));
        ShareHandle running = get(id);
        await().until(() -> running.view().progress().bytes() > 0);
        ShareHandle serving = alice.engine.shares().shares().get(0);
        assertThat(alice.engine.references().revoke(id).state()).isEqualTo(State.REVOKED);
        ShareResult cut = running.result().toCompletableFuture().get(1, TimeUnit.SECONDS);
        assertThat(cut.problem()).containsInstanceOf(Problem.PolicyRefused.class);
        assertThat(cut.problem().orElseThrow().message()).contains("revoked");
        assertThat(serving.result().toCompletableFuture().get(1, TimeUnit.SECONDS).problem()).containsInstanceOf(Problem.PolicyRefused.class);
        assertThat(tree(into())).doesNotContainKey("films/z");
        await().until(() -> state(bob, id) == State.REVOKED);
        assertThat(events(bob, FerryEvent.Notice.class)).singleElement().satisfies(notice -> assertThat(notice.code()).isEqualTo("reference-ended"));
        assertRefused(() -> list(id, "", false), Problem.PolicyRefused.class, "revoked");
        assertRefused(() -> get(id), Problem.PolicyRefused.class, "revoked");
    }

    @Test
    void aListThatIsOpenEndsWithIt() throws Exception {
        Path many = Files.createDirectories(dir.resolve("from/many"));
        for (int i = 0; i < 1500; i++) {
            Files.createFile(many.resolve("file " + i));
        }
        UUID id = give(AccessLevel.LIST_ONLY, many).id();
        assertRefused(() -> bobs().list(id, "", true, page -> {
            try {
                alice.engine.references().revoke(id);
            } catch (FerryException e) {
                throw new AssertionError(e);
            }
        }), Problem.PolicyRefused.class, "revoked");
    }

    @Test
    void aPutThatRunsEndsWithIt() throws Exception {
        Path films = films();
        UUID id = give(AccessLevel.READ_WRITE, films).id();
        alice.policy.change(terms -> DropTest.slow(terms, 1_000_000));
        ShareHandle put = bobs().put(id, List.of(new ShareRequest.Item(file("big", 8_000_000), false)));
        await().until(() -> put.view().progress().bytes() > 0);
        alice.engine.references().revoke(id);
        assertThat(put.result().toCompletableFuture().get(1, TimeUnit.SECONDS).problem()).containsInstanceOf(Problem.PolicyRefused.class);
        assertThat(films.resolve("big")).doesNotExist();
        await().untilAsserted(() -> assertThat(tree(films).keySet()).noneMatch(name -> name.contains("ferry")));
    }

    @Test
    void aHolderThatWasAwayHearsOfTheEndWhenItIsThere() throws Exception {
        UUID id = give(AccessLevel.READ_ONLY, films()).id();
        net.down = true;
        net.cut();
        alice.engine.references().revoke(id);
        assertThat(state(bob, id)).isEqualTo(State.ACTIVE);
        net.down = false;
        result(bob.share(paired(alice), file("hello", 1)));
        await().until(() -> state(bob, id) == State.REVOKED);
    }

    @Test
    void itEndsByTheClockOnBothSidesAndForWhatRuns() throws Exception {
        Path films = films();
        file("films/z", 8_000_000);
        UUID id = give(AccessLevel.READ_ONLY, Optional.of(Duration.ofHours(1)), films).id();
        bob.policy.change(terms -> DropTest.slow(terms, 1_000_000));
        ShareHandle running = get(id);
        await().until(() -> running.view().progress().bytes() > 0);
        net.time.push(Duration.ofHours(1));
        assertThat(result(running).state()).isEqualTo(TransferState.FAILED);
        await().until(() -> state(bob, id) == State.EXPIRED && state(alice, id) == State.EXPIRED);
        assertThat(into().resolve("films/z")).doesNotExist();
        assertRefused(() -> list(id, "", false), Problem.PolicyRefused.class, "expired");
    }

    @Test
    void aBlockEndsItAndUnpairingForgetsIt() throws Exception {
        Path films = films();
        UUID blocked = give(AccessLevel.READ_ONLY, films).id();
        alice.trust.block(bob.id, "test");
        await().until(() -> state(alice, blocked) == State.REVOKED);
        alice.trust.unblock(bob.id);
        assertRefused(() -> list(blocked, "", false), Problem.PolicyRefused.class, "revoked");
        UUID unpaired = give(AccessLevel.READ_ONLY, films).id();
        alice.trust.remove(bob.id);
        await().until(() -> alice.engine.references().find(unpaired).isEmpty());
        await().until(() -> bobs().references().isEmpty());
    }

    @Test
    void lessTrustEndsWhatRuns() throws Exception {
        Path films = films();
        file("films/z", 8_000_000);
        UUID id = give(AccessLevel.READ_ONLY, films).id();
        bob.policy.change(terms -> DropTest.slow(terms, 1_000_000));
        ShareHandle running = get(id);
        await().until(() -> running.view().progress().bytes() > 0);
        alice.trust.trust(bob.id, TrustLevel.UNVERIFIED);
        assertThat(result(running).state()).isEqualTo(TransferState.FAILED);
        assertRefused(() -> list(id, "", false), Problem.PolicyRefused.class, "does not let");
    }

    @Test
    void itOutlivesBothProcesses() throws Exception {
        UUID id = give(AccessLevel.READ_ONLY, films()).id();
        alice.close();
        bob.close();
        alice = again(alice, "alice");
        bob = again(bob, "bob");
        assertThat(state(alice, id)).isEqualTo(State.ACTIVE);
        assertThat(names(id, "films", false)).containsExactly("films/a.mkv", "films/deep");
        alice.engine.references().revoke(id);
        await().until(() -> state(bob, id) == State.REVOKED);
        bob.close();
        bob = again(bob, "bob");
        assertThat(state(bob, id)).isEqualTo(State.REVOKED);
    }

    private Device again(Device old, String name) {
        Device next = new Device(net, name, dir.resolve(name), old.store, old.trust);
        return next;
    }

    @Test
    void anOwnerThatIsAwayIsSaidToBe() throws Exception {
        UUID id = give(AccessLevel.READ_ONLY, films()).id();
        net.down = true;
        net.cut();
        ShareHandle gone = get(id);
        net.time.push(Duration.ofSeconds(11));
        assertThat(result(gone).problem()).hasValueSatisfying(problem -> assertThat(problem).isInstanceOfAny(Problem.NotFound.class, Problem.NetworkError.class));
    }

    @Test
    void aFetchGoesOnOverAnotherConnection() throws Exception {
        Path films = films();
        file("films/z", 4_000_000);
        UUID id = give(AccessLevel.READ_ONLY, films).id();
        bob.policy.change(terms -> DropTest.slow(terms, 4_000_000));
        ShareHandle running = get(id);
        await().until(() -> running.view().progress().bytes() > 1_000_000);
        net.cut();
        assertThat(result(running).problem()).isEmpty();
        assertThat(tree(into().resolve("films"))).isEqualTo(tree(films));
    }
}
