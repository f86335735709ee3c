package dev.ferry.core.transfer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.api.ReferenceEntry;
import dev.ferry.api.ReferenceView.State;
import dev.ferry.api.ShareHandle;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.Entry;
import dev.ferry.core.protocol.wire.ReferenceEnded;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.core.protocol.wire.ReferenceGet;
import dev.ferry.core.protocol.wire.ReferencePage;
import dev.ferry.core.protocol.wire.RejectReason;
import dev.ferry.core.transfer.internal.names.HostileNames;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.TrustLevel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Alice gives bob a reference, and what she says about it is not true. */
class HostileOwnerTest extends TwoWithMallory {
    private CompletableFuture<List<ReferenceEntry>> listing(UUID id, String path) {
        return CompletableFuture.supplyAsync(() -> {
            List<ReferenceEntry> entries = new ArrayList<>();
            try {
                bobs().list(id, path, true, entries::addAll);
            } catch (FerryException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return entries;
        }, bob.io());
    }

    private static ReferencePage.Builder page(Control list, String... paths) {
        ReferencePage.Builder page = ReferencePage.newBuilder().setStream(list.getReferenceList().getStream()).setLast(true);
        for (String path : paths) {
            page.addEntries(Entry.newBuilder().setPath(path).setSize(10));
        }
        return page;
    }

    private List<ReferenceEntry> said(String asked, ReferencePage.Builder spoiled) throws Exception {
        RawPeer mallory = mallory(alice, bob);
        UUID id = held(mallory, 1);
        CompletableFuture<List<ReferenceEntry>> listing = listing(id, asked);
        Control list = mallory.await(OfCase.REFERENCE_LIST);
        mallory.send(Control.newBuilder().setReferencePage(spoiled.setStream(list.getReferenceList().getStream())));
        try {
            return listing.get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            assertThat(mallory.goodbye()).isEqualTo("protocol");
            throw e;
        }
    }

    private void assertCaught(String asked, ReferencePage.Builder spoiled) {
        assertThatThrownBy(() -> said(asked, spoiled)).hasRootCauseInstanceOf(FerryException.class).rootCause().hasMessageContaining("does not keep to the protocol");
    }

    @Test
    void aListThatIsNoneEndsTheConnection() throws Exception {
        Control none = Control.getDefaultInstance();
        for (String path : List.of("..", "../x", "/etc/passwd", "a/../../b", "a//b", "a/", "", ".", "a\0b", "x".repeat(70_000), "a/".repeat(1200) + "b")) {
            assertCaught("", page(none, path));
        }
        assertCaught("films", page(none, "other"));
        assertCaught("films", page(none, "films2/x"));
        assertCaught("", page(none).setLast(false));
        assertCaught("", page(none).setSkipped(-1));
        ReferencePage.Builder long1 = page(none);
        for (int i = 0; i < 1025; i++) {
            long1.addEntries(Entry.newBuilder().setPath("f" + i));
        }
        assertCaught("", long1);
    }

    @Test
    void theHostileNamesOfAListAreNoneOrShownHarmless() throws Exception {
        for (HostileNames.Hostile hostile : HostileNames.all()) {
            String name = new String(hostile.name().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            try {
                List<ReferenceEntry> shown = said("", page(Control.getDefaultInstance(), name));
                assertThat(shown).as(hostile.toString()).singleElement().satisfies(entry -> assertThat(entry.path().codePoints().filter(c -> Character.getType(c) == Character.CONTROL
                        || Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.SURROGATE)).isEmpty());
            } catch (java.util.concurrent.ExecutionException e) {
                assertThat(e).hasRootCauseInstanceOf(FerryException.class);
            }
        }
    }

    @Test
    void aListWithoutEndEnds() throws Exception {
        RawPeer mallory = mallory(alice, bob);
        UUID id = held(mallory, 1);
        long[] seen = new long[1];
        CompletableFuture<Void> listing = CompletableFuture.runAsync(() -> {
            try {
                bobs().list(id, "", true, page -> seen[0] += page.size());
            } catch (FerryException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }, bob.io());
        Control list = mallory.await(OfCase.REFERENCE_LIST);
        ReferencePage.Builder page = page(list).setLast(false);
        for (int i = 0; i < 1024; i++) {
            page.addEntries(Entry.newBuilder().setPath("f"));
        }
        while (!listing.isDone()) {
            mallory.sendIfOpen(Control.newBuilder().setReferencePage(page));
            try {
                mallory.await(OfCase.REFERENCE_MORE);
            } catch (java.io.IOException e) {
                break;
            }
            mallory.heard.clear();
        }
        assertThatThrownBy(() -> listing.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(FerryException.class);
        assertThat(seen[0]).isLessThanOrEqualTo(4_000_000).isGreaterThan(3_900_000);
    }

    @Test
    void aPageThatWasNotAskedForEndsTheConnection() throws Exception {
        RawPeer mallory = mallory(alice, bob);
        UUID id = held(mallory, 1);
        CompletableFuture<Object> hold = new CompletableFuture<>();
        CompletableFuture.runAsync(() -> {
            try {
                bobs().list(id, "", true, page -> hold.join());
            } catch (FerryException | InterruptedException e) {
                // The test looks at the other end.
            }
        }, bob.io());
        Control list = mallory.await(OfCase.REFERENCE_LIST);
        mallory.send(Control.newBuilder().setReferencePage(page(list, "a").setLast(false)));
        mallory.send(Control.newBuilder().setReferencePage(page(list, "b").setLast(false)));
        assertThat(mallory.goodbye()).isEqualTo("protocol");
        hold.complete(null);
    }

    @Test
    void otherFilesThanWereAskedForAreNotTaken() throws Exception {
        for (String[] offered : new String[][] {{"films/b"}, {"films/a", "films/b"}, {"films/a2"}, {"films"}, {"../films/a"}, {"a"}, {"films/a/../../../x"}}) {
            RawPeer mallory = mallory(alice, bob);
            UUID id = held(mallory, 1);
            ShareHandle fetch = get(id, "films/a");
            ReferenceGet get = mallory.await(OfCase.REFERENCE_GET).getReferenceGet();
            assertThat(get.getPathsList()).containsExactly("films/a");
            offer(mallory, 3, id, get.getTransfer().toByteArray(), offered);
            assertThat(mallory.await(OfCase.REJECT).getReject().getReason()).as(String.join(" ", offered)).isEqualTo(RejectReason.POLICY);
            assertThat(Device.result(fetch).problem()).as(String.join(" ", offered)).containsInstanceOf(Problem.ProtocolError.class);
            assertThat(into()).doesNotExist();
        }
    }

    private static void offer(RawPeer mallory, int stream, UUID reference, byte[] transfer, String... names) throws Exception {
        mallory.offer(RawPeer.offer(stream).setReference(bytes(reference)).setTransfer(com.google.protobuf.ByteString.copyFrom(transfer)),
                RawPeer.manifest(transfer, java.util.Arrays.stream(names).map(name -> RawPeer.entry(name, 10)).toArray(dev.ferry.core.transfer.internal.manifest.ManifestEntry[]::new)));
    }

    @Test
    void whatNobodyAskedForIsNotTakenWhateverTheTrust() throws Exception {
        RawPeer mallory = mallory(alice, bob);
        UUID id = held(mallory, 1);
        offer(mallory, 3, id, RawPeer.TRANSFER, "x");
        assertThat(mallory.await(OfCase.REJECT).getReject().getReason()).isEqualTo(RejectReason.POLICY);
        offer(mallory, 5, UUID.randomUUID(), RawPeer.TRANSFER, "x");
        assertThat(mallory.await(OfCase.REJECT).getReject().getReason()).isEqualTo(RejectReason.POLICY);
        ShareHandle fetch = get(id, "films/a");
        byte[] transfer = mallory.await(OfCase.REFERENCE_GET).getReferenceGet().getTransfer().toByteArray();
        offer(mallory, 7, UUID.randomUUID(), transfer, "films/a");
        assertThat(mallory.await(OfCase.REJECT).getReject().getReason()).isEqualTo(RejectReason.POLICY);
        offer(mallory, 9, id, transfer, "films/a");
        mallory.await(OfCase.GRANT);
        mallory.file(9, 0, new byte[10]);
        mallory.await(OfCase.FINISHED);
        assertThat(Device.result(fetch).problem()).isEmpty();
        assertThat(into().resolve("films/a")).hasSize(10);
        assertThat(tree(bobsInbox())).isEmpty();
        assertThat(bob.inbox.pending()).isEmpty();
    }

    @Test
    void anOwnerEndsOnlyItsOwn() throws Exception {
        UUID id = give(dev.ferry.model.AccessLevel.READ_ONLY, films()).id();
        try (Device carol = new Device(net, "carol", Files.createDirectory(dir.resolve("carol")))) {
            bob.pair(carol, TrustLevel.TRUSTED);
            carol.pair(bob, TrustLevel.TRUSTED);
            RawPeer mallory = mallory(carol, bob);
            mallory.send(Control.newBuilder().setReferenceEnded(ReferenceEnded.newBuilder().setReference(bytes(id)).setWhy(ReferenceFault.WAS_REVOKED)));
            assertThat(mallory.verdict()).isEqualTo("alive");
            assertThat(state(bob, id)).isEqualTo(State.ACTIVE);
            mallory.send(Control.newBuilder().setReferenceOffer(offer(1, id)));
            assertThat(mallory.await(OfCase.REFERENCE_ANSWER).getReferenceAnswer().getFault()).isEqualTo(ReferenceFault.TOO_MANY);
            assertThat(bobs().find(id).orElseThrow().device()).isEqualTo(alice.id);
        }
    }

    @Test
    void noMoreAreHeldOfOneDeviceThanMayBe() throws Exception {
        RawPeer mallory = mallory(alice, bob);
        for (int i = 0; i < 256; i++) {
            held(mallory, 2 * i + 1);
            mallory.heard.clear();
        }
        mallory.send(Control.newBuilder().setReferenceOffer(offer(601, UUID.randomUUID())));
        assertThat(mallory.await(OfCase.REFERENCE_ANSWER).getReferenceAnswer().getFault()).isEqualTo(ReferenceFault.TOO_MANY);
        assertThat(bobs().references()).hasSize(256);
    }

    @Test
    void oneThatAsksManyTimesIsAskedAboutOnce() throws Exception {
        bob.pair(alice, TrustLevel.VERIFIED);
        RawPeer mallory = mallory(alice, bob);
        mallory.send(Control.newBuilder().setReferenceOffer(offer(1, UUID.randomUUID())));
        offerAt(bob);
        mallory.send(Control.newBuilder().setReferenceOffer(offer(3, UUID.randomUUID())));
        assertThat(mallory.await(OfCase.REFERENCE_ANSWER).getReferenceAnswer().getFault()).isEqualTo(ReferenceFault.TOO_MANY);
        assertThat(bob.inbox.pending()).hasSize(1);
        net.cut();
        org.awaitility.Awaitility.await().until(() -> bob.inbox.pending().isEmpty());
    }
}
