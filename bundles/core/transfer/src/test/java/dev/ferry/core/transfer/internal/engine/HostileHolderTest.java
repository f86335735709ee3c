package dev.ferry.core.transfer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.ferry.api.ReferenceView.State;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.ReferenceAnswer;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.core.protocol.wire.ReferenceGet;
import dev.ferry.core.protocol.wire.ReferenceList;
import dev.ferry.core.protocol.wire.ReferenceMore;
import dev.ferry.core.protocol.wire.ReferencePage;
import dev.ferry.core.protocol.wire.RejectReason;
import dev.ferry.core.transfer.internal.names.HostileNames;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.TrustLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Bob holds a reference of alice's and wants more than it leads to. */
class HostileHolderTest extends TwoWithMallory {
    private int stream = -1;

    private int next() {
        stream += 2;
        return stream;
    }

    private static Control.Builder list(int stream, UUID id, String path) {
        return Control.newBuilder().setReferenceList(ReferenceList.newBuilder().setStream(stream).setReference(bytes(id)).setPath(path).setWhole(true));
    }

    private static Control.Builder get(int stream, UUID id, String... paths) {
        return Control.newBuilder().setReferenceGet(ReferenceGet.newBuilder().setStream(stream).setReference(bytes(id)).setTransfer(bytes(UUID.randomUUID())).addAllPaths(List.of(paths)));
    }

    private ReferencePage listed(RawPeer mallory, UUID id, String path) throws IOException {
        mallory.send(list(next(), id, path));
        return mallory.await(OfCase.REFERENCE_PAGE).getReferencePage();
    }

    private ReferenceFault answered(RawPeer mallory, UUID id, String... paths) throws IOException {
        mallory.send(get(next(), id, paths));
        return mallory.await(OfCase.REFERENCE_ANSWER).getReferenceAnswer().getFault();
    }

    private RejectReason put(RawPeer mallory, UUID id) throws IOException {
        int number = next();
        mallory.offer(RawPeer.offer(number).setReference(bytes(id)), RawPeer.manifest(RawPeer.entry("put", 10)));
        return mallory.await(OfCase.REJECT).getReject().getReason();
    }

    private List<String> hostilePaths(Path outside) {
        List<String> paths = new ArrayList<>(List.of("..", "films/..", "films/../secret/key", "../secret/key", "films/./a.mkv", "films//a.mkv", "/films", "films/a.mkv/x", outside.toString(),
                outside.resolve("key").toString(), "films\\..\\secret", "secret", "secret/key", "films/deep/../../../secret/key", "Films/a.mkv", "films/.ferry-parts/x", "~", "films/~"));
        for (HostileNames.Hostile hostile : HostileNames.all()) {
            String name = new String(hostile.name().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            if (name.length() < 5000) {
                paths.addAll(List.of(name, "films/" + name, "films/" + name + "/key"));
            }
        }
        return paths;
    }

    @Test
    void noPathLeadsOutOfIt() throws Exception {
        Path secret = file("secret/key", 9).getParent();
        UUID id = give(AccessLevel.READ_ONLY, films()).id();
        RawPeer mallory = mallory(bob, alice);
        for (String path : hostilePaths(secret)) {
            if (path.isEmpty()) {
                continue;
            }
            try {
                ReferencePage page = listed(mallory, id, path);
                assertThat(page.getFault()).as("list %s", path).isEqualTo(ReferenceFault.NO_SUCH_PATH);
                assertThat(page.getEntriesList()).as(path).isEmpty();
            } catch (IOException closed) {
                mallory = again(mallory, path);
            }
            try {
                assertThat(answered(mallory, id, path)).as("get %s", path).isEqualTo(ReferenceFault.NO_SUCH_PATH);
            } catch (IOException closed) {
                mallory = again(mallory, path);
            } catch (AssertionError offered) {
                throw new AssertionError("Something was offered for " + path, offered);
            }
            assertThat(mallory.heard).noneMatch(Control::hasManifestPage);
        }
    }

    private RawPeer again(RawPeer caught, String path) throws Exception {
        assertThat(caught.goodbye()).as(path).isEqualTo("protocol");
        assertThat(caught.heard).noneMatch(Control::hasManifestPage);
        stream = -1;
        return mallory(bob, alice);
    }

    @Test
    void whatWasGivenToAnotherIsNotKnown() throws Exception {
        UUID id = give(AccessLevel.READ_WRITE, films()).id();
        try (Device carol = new Device(net, "carol", Files.createDirectory(dir.resolve("carol")))) {
            alice.pair(carol, TrustLevel.TRUSTED);
            carol.pair(alice, TrustLevel.TRUSTED);
            RawPeer mallory = mallory(carol, alice);
            assertThat(listed(mallory, id, "").getFault()).isEqualTo(ReferenceFault.NOT_KNOWN);
            assertThat(answered(mallory, id)).isEqualTo(ReferenceFault.NOT_KNOWN);
            assertThat(listed(mallory, UUID.randomUUID(), "").getFault()).isEqualTo(ReferenceFault.NOT_KNOWN);
            assertThat(put(mallory, id)).isEqualTo(RejectReason.POLICY);
            assertThat(alice.inbox.pending()).isEmpty();
        }
    }

    @Test
    void accessIsWhatItWasGivenWith() throws Exception {
        Path films = films();
        UUID listOnly = give(AccessLevel.LIST_ONLY, films).id();
        UUID readOnly = give(AccessLevel.READ_ONLY, films).id();
        RawPeer mallory = mallory(bob, alice);
        assertThat(listed(mallory, listOnly, "").getEntriesCount()).isEqualTo(6);
        assertThat(answered(mallory, listOnly)).isEqualTo(ReferenceFault.NOT_ALLOWED);
        assertThat(put(mallory, listOnly)).isEqualTo(RejectReason.POLICY);
        assertThat(put(mallory, readOnly)).isEqualTo(RejectReason.POLICY);
        assertThat(tree(films)).doesNotContainKey("put");
        assertThat(tree(dir.resolve("alice"))).isEmpty();
    }

    @Test
    void whatIsOverStaysOver() throws Exception {
        UUID revoked = give(AccessLevel.READ_WRITE, films()).id();
        UUID expired = give(AccessLevel.READ_WRITE, Optional.of(Duration.ofMinutes(5)), films()).id();
        alice.engine.references().revoke(revoked);
        // Each use looks at the clock, also where the machine slept and no timer ran.
        net.time.turnClock(Duration.ofMinutes(5));
        RawPeer mallory = mallory(bob, alice);
        assertThat(listed(mallory, revoked, "").getFault()).isEqualTo(ReferenceFault.WAS_REVOKED);
        assertThat(answered(mallory, revoked)).isEqualTo(ReferenceFault.WAS_REVOKED);
        assertThat(put(mallory, revoked)).isEqualTo(RejectReason.POLICY);
        assertThat(listed(mallory, expired, "").getFault()).isEqualTo(ReferenceFault.HAS_EXPIRED);
        assertThat(answered(mallory, expired)).isEqualTo(ReferenceFault.HAS_EXPIRED);
        assertThat(put(mallory, expired)).isEqualTo(RejectReason.POLICY);
    }

    @Test
    void noMoreListsAreOpenThanMayBeAndEachGivesAPageWhenAsked() throws Exception {
        Path many = Files.createDirectories(dir.resolve("from/many"));
        for (int i = 0; i < 1500; i++) {
            Files.createFile(many.resolve("file " + i));
        }
        UUID id = give(AccessLevel.LIST_ONLY, many).id();
        RawPeer mallory = mallory(bob, alice);
        for (int i = 0; i < 4; i++) {
            assertThat(listed(mallory, id, "").getLast()).isFalse();
        }
        assertThat(listed(mallory, id, "").getFault()).isEqualTo(ReferenceFault.TOO_MANY);
        mallory.send(Control.newBuilder().setReferenceMore(ReferenceMore.newBuilder().setStream(1)));
        assertThat(mallory.await(OfCase.REFERENCE_PAGE).getReferencePage().getLast()).isTrue();
        await().until(() -> listed(mallory, id, "").getFault() == ReferenceFault.NO_FAULT);
    }

    @Test
    void aPageThatIsAskedForTwiceEndsTheConnection() throws Exception {
        Path many = Files.createDirectories(dir.resolve("from/many"));
        for (int i = 0; i < 3000; i++) {
            Files.createFile(many.resolve("file " + i));
        }
        UUID id = give(AccessLevel.LIST_ONLY, many).id();
        RawPeer mallory = mallory(bob, alice);
        mallory.send(list(next(), id, ""));
        for (int i = 0; i < 20; i++) {
            mallory.sendIfOpen(Control.newBuilder().setReferenceMore(ReferenceMore.newBuilder().setStream(1)));
        }
        assertThat(mallory.goodbye()).isEqualTo("protocol");
    }

    @Test
    void manyFetchesAreNotManyTransfers() throws Exception {
        Path films = films();
        UUID id = give(AccessLevel.READ_ONLY, films).id();
        RawPeer mallory = mallory(bob, alice);
        for (int i = 0; i < 12; i++) {
            mallory.send(get(next(), id));
        }
        assertThat(mallory.await(OfCase.REFERENCE_ANSWER).getReferenceAnswer().getFault()).isEqualTo(ReferenceFault.TOO_MANY);
        await().until(() -> alice.engine.shares().shares().size() == 8);
    }

    @Test
    void anAnswerToNothingEndsTheConnection() throws Exception {
        give(AccessLevel.READ_ONLY, films());
        RawPeer mallory = mallory(bob, alice);
        mallory.send(Control.newBuilder().setReferenceAnswer(ReferenceAnswer.newBuilder().setStream(1)));
        assertThat(mallory.goodbye()).isEqualTo("protocol");
    }

    @Test
    void aHolderCannotEndItsOwnersBook() throws Exception {
        UUID id = give(AccessLevel.READ_ONLY, films()).id();
        RawPeer mallory = mallory(bob, alice);
        mallory.send(Control.newBuilder().setReferenceEnded(dev.ferry.core.protocol.wire.ReferenceEnded.newBuilder().setReference(bytes(id)).setWhy(ReferenceFault.WAS_REVOKED)));
        assertThat(mallory.verdict()).isEqualTo("alive");
        assertThat(state(alice, id)).isEqualTo(State.ACTIVE);
        mallory.send(Control.newBuilder().setReferenceList(ReferenceList.newBuilder().setStream(1).setReference(ByteString.copyFrom(new byte[15]))));
        assertThat(mallory.goodbye()).isEqualTo("protocol");
    }
}
