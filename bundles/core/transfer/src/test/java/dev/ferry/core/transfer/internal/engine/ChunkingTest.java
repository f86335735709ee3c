package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.core.protocol.wire.Control;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Chunking;
import dev.ferry.model.TrustLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which blocks files are verified: as both sides have it. */
class ChunkingTest extends TwoDevices {
    private static final int KIB = 1024;

    private final List<Integer> offered = new CopyOnWriteArrayList<>();
    private final List<Integer> agreed = new CopyOnWriteArrayList<>();

    @BeforeEach
    void pairAndListen() {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
        net.onEnd = connection -> CutsAtAMessage.on(connection, this::heard, new AtomicInteger());
    }

    private boolean heard(Control control) {
        if (control.hasOffer()) {
            offered.add(control.getOffer().getBlockBytes());
        }
        if (control.hasAccept()) {
            agreed.add(control.getAccept().getBlockBytes());
        }
        return false;
    }

    private static void chunking(Device device, Chunking chunking) {
        device.policy.change(t -> new SessionTerms(t.profile(), t.consent(), t.keys(), t.resumable(), chunking, t.streams(), t.compressFrom(), t.bytesPerSecond(),
                t.maxFileBytes(), t.timeout(), t.metadata(), t.history(), t.features()));
    }

    private void send(Path file) throws Exception {
        assertThat(result(alice.share(paired(bob), file)).problem()).isEmpty();
        assertThat(bobsInbox().resolve("alice").resolve(file.getFileName())).hasSameBinaryContentAs(file);
    }

    @Test
    void theOfferFollowsTheFiles() throws Exception {
        send(file("small", 1000));
        send(file("larger", 5 << 20));
        assertThat(offered).containsExactly(256 * KIB, 512 * KIB);
        assertThat(agreed).isEqualTo(offered);
    }

    @Test
    void andTheDistance() throws Exception {
        net.roundTrip = Duration.ofMillis(200);
        send(file("larger", 5 << 20));
        assertThat(agreed).containsExactly(256 * KIB);
    }

    @Test
    void andWhatTheLinkMovedLately() throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 1_500_000));
        send(file("a", 5 << 20));
        send(file("b", 5 << 20));
        assertThat(offered.get(0)).isEqualTo(512 * KIB);
        assertThat(offered.get(1)).isBetween(64 * KIB, 256 * KIB);
    }

    @Test
    void theReceiversTermsMakeThemSmaller() throws Exception {
        chunking(bob, new Chunking(false, 64 * KIB, 64 * KIB));
        send(file("a", 3 << 20));
        assertThat(offered).containsExactly(256 * KIB);
        assertThat(agreed).containsExactly(64 * KIB);
    }

    @Test
    void whatWasAgreedToHoldsOverTheNextConnection() throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 4_000_000));
        Path file = file("a", 5 << 20);
        var sent = alice.share(paired(bob), file);
        await().until(() -> sent.view().progress().bytes() > 1 << 20);
        net.roundTrip = Duration.ofSeconds(1);
        net.cut();
        assertThat(result(sent).problem()).isEmpty();
        assertThat(bobsInbox().resolve("alice/a")).hasSameBinaryContentAs(file);
        assertThat(agreed).hasSizeGreaterThan(1).containsOnly(512 * KIB);
    }

    @Test
    void aDropHasThoseOfTheSendersTerms() throws Exception {
        var sent = alice.share(seen(bob), file("a", 1000));
        accept(bob, offerAt(bob));
        assertThat(result(sent).problem()).isEmpty();
        assertThat(agreed).containsExactly(256 * KIB);
        chunking(alice, new Chunking(false, 64 * KIB, 4096 * KIB));
        var large = alice.share(seen(bob), file("b", 1000));
        accept(bob, offerAt(bob));
        assertThat(result(large).problem()).isEmpty();
        assertThat(offered).endsWith(4096 * KIB);
        assertThat(agreed).as("and no larger than the receiver's").endsWith(256 * KIB);
    }
}
