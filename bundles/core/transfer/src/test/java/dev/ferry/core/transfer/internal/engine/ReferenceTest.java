package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.ReferenceRequest;
import dev.ferry.api.ReferenceService;
import dev.ferry.api.ReferenceView;
import dev.ferry.api.ReferenceView.State;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareResult;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Problem;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What a reference lets its holder do, and what not. */
class ReferenceTest extends TwoWithReferences {
    @Test
    void aTrustedDeviceHoldsItAtOnceAndBothSayWhatItIs() throws Exception {
        ReferenceView given = give(AccessLevel.READ_ONLY, Optional.of(Duration.ofDays(7)), films());
        assertThat(given.state()).isEqualTo(State.ACTIVE);
        assertThat(given.count()).isEqualTo(6);
        assertThat(given.bytes()).isEqualTo(300_010);
        ReferenceView held = bobs().find(given.id()).orElseThrow();
        assertThat(held.given()).isFalse();
        assertThat(held.device()).isEqualTo(alice.id);
        assertThat(held.names()).containsExactly("films/");
        assertThat(held.access()).isEqualTo(AccessLevel.READ_ONLY);
        assertThat(held.expires()).isEqualTo(given.expires()).isPresent();
        assertThat(held.state()).isEqualTo(State.ACTIVE);
        assertThat(held.count()).isEqualTo(6);
        assertThat(tree(bobsInbox())).isEmpty();
    }

    @Test
    void itIsListedLiveOneLevelOrWhole() throws Exception {
        Path films = films();
        UUID id = give(AccessLevel.LIST_ONLY, films).id();
        assertThat(names(id, "", false)).containsExactly("films", "films/a.mkv", "films/deep");
        assertThat(names(id, "", true)).containsExactly("films", "films/a.mkv", "films/deep", "films/deep/c", "films/deep/er", "films/deep/er/b.mkv");
        assertThat(names(id, "films/deep", false)).containsExactly("films/deep/c", "films/deep/er");
        file("films/deep/new", 7);
        assertThat(list(id, "films/deep/new", false)).singleElement().satisfies(entry -> {
            assertThat(entry.bytes()).isEqualTo(7);
            assertThat(entry.folder()).isFalse();
            assertThat(entry.modified()).isPresent();
        });
        assertRefused(() -> list(id, "films/none", false), Problem.NotFound.class, "nothing of that name");
        assertRefused(() -> list(id, "other", false), Problem.NotFound.class);
    }

    @Test
    void whatIsGottenIsVerifiedUnderItsOwnPathAndNothingElseComes() throws Exception {
        Path films = films();
        UUID id = give(AccessLevel.READ_ONLY, films).id();
        ShareResult part = result(get(id, "films/deep/er", "films/deep/er/b.mkv"));
        assertThat(part.problem()).isEmpty();
        assertThat(tree(into())).containsOnlyKeys("films", "films/deep", "films/deep/er", "films/deep/er/b.mkv");
        ShareResult all = result(get(id));
        assertThat(all.state()).isEqualTo(TransferState.COMPLETED);
        assertThat(tree(into().resolve("films"))).isEqualTo(tree(films));
        assertThat(all.unchanged()).isEqualTo(1);
        assertThat(bob.inbox.pending()).isEmpty();
        assertThat(tree(bobsInbox())).isEmpty();
    }

    @Test
    void aFolderThatIsGivenByItsContentsHasThemAtItsTop() throws Exception {
        Path films = films();
        ReferenceRequest contents = new ReferenceRequest(List.of(new ShareRequest.Item(films, true)), paired(bob), AccessLevel.READ_ONLY, Optional.empty(), Optional.empty());
        UUID id = answer(alice.engine.references().give(contents)).id();
        assertThat(names(id, "", false)).containsExactly("a.mkv", "deep");
        assertThat(names(id, "deep", false)).containsExactly("deep/c", "deep/er");
        result(get(id, "deep/er"));
        assertThat(tree(into())).containsOnlyKeys("deep", "deep/er", "deep/er/b.mkv");
    }

    @Test
    void aLongListComesInPagesThatAreAskedFor() throws Exception {
        Path many = Files.createDirectories(dir.resolve("from/many"));
        for (int i = 0; i < 2500; i++) {
            Files.createFile(many.resolve("file " + i));
        }
        UUID id = give(AccessLevel.LIST_ONLY, many).id();
        List<Integer> pages = new ArrayList<>();
        long skipped = bobs().list(id, "many", false, page -> pages.add(page.size()));
        assertThat(pages).hasSize(3).allMatch(size -> size <= 1024);
        assertThat(pages.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2500);
        assertThat(skipped).isZero();
    }

    @Test
    void aVerifiedDeviceIsAskedAndThePromptIsOfAReference() throws Exception {
        bob.pair(alice, TrustLevel.VERIFIED);
        ReferenceService.Given given = alice.engine.references().give(request(paired(bob), AccessLevel.READ_ONLY, Optional.empty(), films()));
        OfferView offer = offerAt(bob);
        assertThat(offer.id()).isEqualTo(given.id());
        assertThat(offer.message()).contains("look");
        assertThat(offer.items()).singleElement().satisfies(item -> assertThat(item.path()).isEqualTo("films"));
        assertThat(state(bob, given.id())).isEqualTo(State.OFFERED);
        assertThat(state(alice, given.id())).isEqualTo(State.OFFERED);
        assertThat(bob.inbox.answer(offer.id(), new dev.ferry.api.InboxService.Answer.Accept(java.util.Set.of(), Optional.empty(), ConflictPolicy.RENAME))).isEmpty();
        assertThat(answer(given).state()).isEqualTo(State.ACTIVE);
        assertThat(state(bob, given.id())).isEqualTo(State.ACTIVE);
        assertThat(names(given.id(), "films", false)).hasSize(2);
    }

    @Test
    void whoDeclinesHoldsNothing() throws Exception {
        bob.pair(alice, TrustLevel.VERIFIED);
        ReferenceService.Given given = alice.engine.references().give(request(paired(bob), AccessLevel.READ_ONLY, Optional.empty(), films()));
        reject(bob, offerAt(bob));
        assertThatThrownBy(() -> given.answer().toCompletableFuture().join()).isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(FerryException.class).hasMessageContaining("declined");
        assertThat(state(alice, given.id())).isEqualTo(State.DECLINED);
        assertThat(bobs().references()).isEmpty();
    }

    @Test
    void strangersAndThoseWithLessTrustAreGivenNone() throws Exception {
        Path films = films();
        assertRefused(() -> alice.engine.references().give(request(seen(bob), AccessLevel.LIST_ONLY, Optional.empty(), films)), Problem.PolicyRefused.class);
        alice.pair(bob, TrustLevel.VERIFIED);
        assertRefused(() -> alice.engine.references().give(request(paired(bob), AccessLevel.READ_WRITE, Optional.empty(), films)), Problem.PolicyRefused.class);
        alice.pair(bob, TrustLevel.UNVERIFIED);
        assertRefused(() -> alice.engine.references().give(request(paired(bob), AccessLevel.LIST_ONLY, Optional.empty(), films)), Problem.PolicyRefused.class);
        assertThat(alice.port.dials).hasValue(0);
        assertThat(alice.engine.references().references()).isEmpty();
    }

    @Test
    void listOnlyIsNotReadAndReadOnlyIsNotWritten() throws Exception {
        Path films = films();
        UUID listed = give(AccessLevel.LIST_ONLY, films).id();
        assertRefused(() -> get(listed), Problem.PolicyRefused.class, "not to be read");
        UUID read = give(AccessLevel.READ_ONLY, films).id();
        assertRefused(() -> bobs().put(read, List.of(new ShareRequest.Item(file("x", 1), false))), Problem.PolicyRefused.class, "not to be written");
    }

    @Test
    void filesArePutBesideWhatIsThereAndNeverInItsPlace() throws Exception {
        Path films = films();
        UUID id = give(AccessLevel.READ_WRITE, films).id();
        Path other = file("elsewhere/a.mkv", 5);
        ShareResult put = result(bobs().put(id, List.of(new ShareRequest.Item(other, false))));
        assertThat(put.problem()).isEmpty();
        assertThat(films.resolve("a.mkv")).hasSize(300_000);
        assertThat(films.resolve("a (2).mkv")).hasSize(5);
        assertThat(alice.inbox.pending()).isEmpty();
        assertThat(names(id, "films", false)).contains("films/a (2).mkv");
    }

    @Test
    void withWriteAccessThereIsOneFolder() throws Exception {
        assertRefused(() -> give(AccessLevel.READ_WRITE, file("one", 1)), Problem.BadRequest.class, "one folder");
        assertRefused(() -> give(AccessLevel.READ_ONLY, file("a/same", 1), file("b/same", 1)), Problem.BadRequest.class, "same name");
    }
}
