package dev.ferry.core.transfer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.CollectRequest;
import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.InboxService.Answer;
import dev.ferry.api.ShareHandle;
import dev.ferry.core.link.Links;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.EntryFault;
import dev.ferry.core.protocol.wire.EntryProblem;
import dev.ferry.core.protocol.wire.Range;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.names.HostileNames;
import dev.ferry.core.transfer.internal.names.HostileNames.Hostile;
import dev.ferry.model.DeviceId;
import dev.ferry.model.OfferView;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.TrustLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The whole corpus as the first, a middle and the last component of a path, offered by a peer that sends raw frames, in every way in which files are received: the same entries are
 * refused, the others get the same names, nothing is anywhere else, and nothing that is shown or told holds a character that acts.
 */
class HostileNamesTest extends TwoDevices {
    private static final byte[] TEN = "0123456789".getBytes(StandardCharsets.US_ASCII);

    private static final int POSITIONS = 3;

    private final List<Hostile> corpus = HostileNames.all();
    private final List<String> offered = offered();
    /** All that a person, a log or a program is told. */
    private final Set<String> told = new HashSet<>();

    /** How files are received; runs to the end of the transfer and says where they are. */
    private interface Mode {
        Path receive(RawPeer[] peer) throws Exception;
    }

    private record Received(BitSet refused, Map<String, String> tree) { }

    private List<String> offered() {
        List<String> paths = new ArrayList<>();
        for (Hostile hostile : corpus) {
            // Protobuf carries no lone surrogates, and would change them on the way.
            String name = new String(hostile.name().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            paths.addAll(List.of(name + "/last", "first/" + name + "/last", "first/" + name));
        }
        return paths;
    }

    @Test
    void theSameVerdictInEveryModeAndNothingEscapes() throws Exception {
        Map<String, Mode> modes = new LinkedHashMap<>();
        modes.put("a code, agreed to before", peer -> collect(peer, true, ConflictPolicy.RENAME));
        for (ConflictPolicy policy : List.of(ConflictPolicy.RENAME, ConflictPolicy.SKIP, ConflictPolicy.FAIL)) {
            modes.put("a code, asked, " + policy, peer -> collect(peer, false, policy));
        }
        modes.put("a visible device, asked", peer -> offer(peer, Purpose.DROP, SecurityContext.WORDS, Optional.empty(), ConflictPolicy.RENAME));
        for (ConflictPolicy policy : List.of(ConflictPolicy.RENAME, ConflictPolicy.OVERWRITE)) {
            modes.put("a verified pair, asked, " + policy, peer -> pairOffers(peer, TrustLevel.VERIFIED, policy));
        }
        modes.put("a trusted pair, not asked", peer -> pairOffers(peer, TrustLevel.TRUSTED, ConflictPolicy.RENAME));
        modes.put("a trusted pair, cut and resumed", this::resumed);

        Map<String, Received> all = new LinkedHashMap<>();
        for (Map.Entry<String, Mode> mode : modes.entrySet()) {
            all.put(mode.getKey(), received(mode.getValue()));
        }
        Received first = all.values().iterator().next();
        for (int i = 0; i < offered.size(); i++) {
            Hostile hostile = corpus.get(i / POSITIONS);
            assertThat(first.refused().get(i)).as(hostile + " at " + i % POSITIONS).isEqualTo(hostile.expect().equals("reject-item") || hostile.name().contains("//"));
        }
        assertThat(all).allSatisfy((mode, received) -> {
            assertThat(received.refused()).as(mode).isEqualTo(first.refused());
            assertThat(received.tree()).as(mode).isEqualTo(first.tree());
        });
        assertThat(told).hasSizeGreaterThan(modes.size()).allSatisfy(HostileNamesTest::assertActsOnNothing);
    }

    private static void assertActsOnNothing(String text) {
        assertThat(text.codePoints().filter(c -> c != '\n' && isActing(c)).mapToObj(Integer::toHexString).toList()).as("characters that act in what is told").isEmpty();
    }

    private static boolean isActing(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR || type == Character.SURROGATE;
    }

    private Received received(Mode mode) throws Exception {
        // One that has ended is remembered, and not received again.
        net.time.push(Duration.ofMinutes(11));
        Map<String, String> before = around();
        RawPeer[] peer = new RawPeer[1];
        Path folder = mode.receive(peer);
        BitSet refused = new BitSet();
        BitSet kept = new BitSet();
        for (Control heard : peer[0].heard) {
            if (heard.hasEntryProblem()) {
                EntryProblem problem = heard.getEntryProblem();
                assertThat(problem.getFault()).as(offered.get((int) problem.getFile())).isEqualTo(EntryFault.NAME_REFUSED);
                refused.set((int) problem.getFile());
            }
            for (Range range : heard.getReceipt().getFilesList()) {
                kept.set((int) range.getFirst(), (int) (range.getFirst() + range.getCount()));
            }
        }
        assertThat(kept.cardinality() + refused.cardinality()).isEqualTo(offered.size());
        Map<String, String> tree = tree(folder);
        assertThat(tree.values()).filteredOn(content -> !content.equals("folder")).hasSize(kept.cardinality()).containsOnly(Integer.toHexString(Arrays.hashCode(TEN)));
        assertThat(tree.keySet()).allSatisfy(HostileNamesTest::assertActsOnNothing);
        new ProcessBuilder("rm", "-rf", folder.toString()).inheritIO().start().waitFor();
        assertThat(around()).isEqualTo(before);
        bob.engine.shares().shares().forEach(share -> told.add(share.view().toString()));
        bob.events.forEach(event -> told.add(event.toString()));
        bob.events.clear();
        return new Received(refused, tree);
    }

    /** Everything beside what is received into. */
    private Map<String, String> around() throws IOException {
        Map<String, String> around = new TreeMap<>(tree(dir));
        around.keySet().removeIf(path -> path.equals("bob/alice") || path.equals("out"));
        return around;
    }

    private Path collect(RawPeer[] peer, boolean agreed, ConflictPolicy policy) throws Exception {
        Path out = dir.resolve("out");
        CompletableFuture<FakeConnection> joined = new CompletableFuture<>();
        try (var window = alice.port.open(new Links.WindowRequest(Purpose.COLLECT, "mallory", Duration.ofMinutes(1),
                connection -> joined.complete((FakeConnection) connection), ended -> { }))) {
            ShareHandle share = bob.engine.shares().collect(new CollectRequest(String.valueOf(window.code().display()), out, policy, agreed));
            peer[0] = new RawPeer(joined.get().channel());
            offer(peer[0], 2, agreed ? Optional.empty() : Optional.of(new Answer.Accept(Set.of(), Optional.empty(), policy)));
            serve(peer[0], 2, Integer.MAX_VALUE);
            tell(share);
            return out;
        }
    }

    private RawPeer dialled(Purpose purpose, SecurityContext context, Optional<DeviceId> device) {
        MemoryChannel.Pair wire = MemoryChannel.pair();
        FakeConnection there = new FakeConnection(purpose, false, context, device, "mallory", wire.right());
        bob.io().execute(() -> {
            if (purpose == Purpose.SESSION) {
                bob.engine.session(there);
            } else {
                bob.engine.drop(there);
            }
        });
        return new RawPeer(wire.left());
    }

    private Path offer(RawPeer[] peer, Purpose purpose, SecurityContext context, Optional<DeviceId> device, ConflictPolicy policy) throws Exception {
        peer[0] = dialled(purpose, context, device);
        Path out = dir.resolve("out");
        ShareHandle received = offer(peer[0], 1, Optional.of(new Answer.Accept(Set.of(), Optional.of(out), policy))).orElseThrow();
        serve(peer[0], 1, Integer.MAX_VALUE);
        tell(received);
        peer[0].channel.close();
        return out;
    }

    private Path pairOffers(RawPeer[] peer, TrustLevel level, ConflictPolicy policy) throws Exception {
        bob.pair(alice, level);
        if (level != TrustLevel.TRUSTED) {
            return offer(peer, Purpose.SESSION, SecurityContext.PINNED, Optional.of(alice.id), policy);
        }
        peer[0] = dialled(Purpose.SESSION, SecurityContext.PINNED, Optional.of(alice.id));
        offer(peer[0], 1, Optional.empty());
        serve(peer[0], 1, Integer.MAX_VALUE);
        tell(incoming(bob));
        peer[0].channel.close();
        return bobsInbox().resolve("alice");
    }

    private Path resumed(RawPeer[] peer) throws Exception {
        bob.pair(alice, TrustLevel.TRUSTED);
        peer[0] = dialled(Purpose.SESSION, SecurityContext.PINNED, Optional.of(alice.id));
        offer(peer[0], 1, Optional.empty());
        serve(peer[0], 1, offered.size() / 3);
        peer[0].channel.close();
        peer[0] = dialled(Purpose.SESSION, SecurityContext.PINNED, Optional.of(alice.id));
        offer(peer[0], 1, Optional.empty());
        serve(peer[0], 1, Integer.MAX_VALUE);
        tell(incoming(bob));
        peer[0].channel.close();
        return bobsInbox().resolve("alice");
    }

    private Optional<ShareHandle> offer(RawPeer peer, int stream, Optional<Answer.Accept> answer) throws Exception {
        Optional<ShareHandle> received = Optional.empty();
        Manifest manifest = RawPeer.manifest(offered.stream().map(path -> RawPeer.entry(path, TEN.length)).toArray(ManifestEntry[]::new));
        CompletableFuture<OfferView> asked = new CompletableFuture<>();
        try (var following = bob.inbox.follow(asked::complete)) {
            peer.offer(stream, manifest);
            if (answer.isPresent()) {
                OfferView view = asked.get(10, TimeUnit.SECONDS);
                told.add(view.toString());
                received = bob.inbox.answer(view.id(), answer.get());
            }
            peer.await(OfCase.GRANT);
        }
        return received;
    }

    /** Sends of what is wanted that many files; to the end of the transfer if these are all. */
    private static void serve(RawPeer peer, int stream, int most) throws IOException {
        int sent = 0;
        for (Control heard : List.copyOf(peer.heard)) {
            Want want = heard.getWant();
            for (long file = want.getFirst(); file < want.getFirst() + want.getCount(); file++) {
                if (sent++ < most) {
                    peer.file(stream, file, TEN);
                }
            }
        }
        if (sent <= most) {
            peer.await(OfCase.FINISHED);
        } else {
            peer.await(OfCase.RECEIPT);
        }
    }

    private void tell(ShareHandle share) throws Exception {
        told.add(Device.result(share).toString());
        told.add(share.view().toString());
    }
}
