package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.ShareHandle;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.session.Stage;
import dev.ferry.model.OfferView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Strangers that are let in because anybody is who made up a name, and then do not do what they came for. */
class LobbyTest extends TwoDevices {
    private static final Duration MOMENT = Duration.ofSeconds(1);
    /** How far apart it is looked at. */
    private static final Duration TICK = Duration.ofSeconds(Stay.TICK_SECONDS + 1);

    private RawPeer stranger() throws Exception {
        Links.Dial dial = new Links.Dial(Purpose.DROP, new Proof.Words(), List.of(bob.port.route()), "mallory", MOMENT);
        return new RawPeer(((FakeConnection) alice.port.dial(dial)).channel());
    }

    /** It is in use, and what was said before was read. */
    private static void assertHere(RawPeer stranger) {
        assertThat(stranger.verdict()).isEqualTo("alive");
    }

    @Test
    void whoOffersNothingIsSentAwayAfterTenSecondsHoweverOftenItAsksForASignOfLife() throws Exception {
        RawPeer stranger = stranger();
        assertHere(stranger);
        net.time.push(Stay.WITHOUT_OFFER.minus(MOMENT.multipliedBy(2)));
        assertHere(stranger);
        net.time.push(TICK);
        assertThat(stranger.goodbye()).isEqualTo("closing");
    }

    @Test
    void whoNeverEndsItsListIsSentAwayAndHoldsUpNobodyThen() throws Exception {
        RawPeer stranger = stranger();
        stranger.send(Control.newBuilder().setOffer(RawPeer.offer(1)));
        assertHere(stranger);
        net.time.push(TICK);
        assertHere(stranger);
        net.time.push(Stay.LISTING.minus(TICK));
        assertHere(stranger);
        net.time.push(TICK.multipliedBy(2));
        assertThat(stranger.goodbye()).isEqualTo("closing");
        // As long as any stranger of that address has to wait whose offer came to nothing.
        Path file = file("a.txt", 100);
        AtomicReference<ShareHandle> sent = new AtomicReference<>(alice.share(seen(bob), file));
        await().until(() -> {
            if (sent.get().result().toCompletableFuture().isDone()) {
                net.time.push(Duration.ofSeconds(31));
                sent.set(alice.share(seen(bob), file));
            }
            return !bob.inbox.pending().isEmpty();
        });
        accept(bob, offerAt(bob));
        assertThat(result(sent.get()).files()).isEqualTo(1);
    }

    @Test
    void whoWasRefusedDoesNotStay() throws Exception {
        RawPeer stranger = stranger();
        stranger.send(Control.newBuilder().setOffer(RawPeer.offer(1).setKind(ShareKind.MOVE)));
        stranger.await(OfCase.REJECT);
        net.time.push(Stay.WITHOUT_OFFER);
        assertThat(stranger.goodbye()).isEqualTo("closing");
    }

    @Test
    void whoWaitsForAPersonStaysAndIsServed() throws Exception {
        RawPeer stranger = stranger();
        stranger.offerFiles(1, "a");
        OfferView offer = offerAt(bob);
        net.time.push(Duration.ofSeconds(110));
        assertHere(stranger);
        accept(bob, offer);
        stranger.await(OfCase.GRANT);
        net.time.push(Duration.ofSeconds(60));
        stranger.file(1, 0, new byte[10]);
        assertThat(stranger.await(OfCase.FINISHED).getFinished().getFiles()).isEqualTo(1);
        net.time.push(TICK);
        assertHere(stranger);
        net.time.push(Stay.WITHOUT_OFFER.plus(TICK));
        assertThat(stranger.goodbye()).as("and leaves when it is over").isEqualTo("closing");
    }

    @Test
    void oneAddressHasThreePlacesAndWhoLeavesMakesRoom() throws Exception {
        List<RawPeer> crowd = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            crowd.add(stranger());
            assertHere(crowd.get(i));
        }
        assertThat(stranger().verdict()).isEqualTo("none");
        crowd.get(0).channel.close();
        await().until(() -> stranger().verdict().equals("alive"));
    }

    @Test
    void allAddressesHaveTwelvePlacesTogetherAndWhoseOfferWasAcceptedTakesNone() {
        Lobby lobby = new Lobby();
        List<Stay> guests = IntStream.range(0, 50).mapToObj(i -> guest("192.0.2." + i, Stage.ASKING)).toList();
        assertThat(guests.stream().filter(lobby::enter)).hasSize(12);
        lobby.left(guests.get(3));
        assertThat(lobby.enter(guest("192.0.2.60", Stage.LISTING))).isTrue();
        assertThat(lobby.enter(guest("192.0.2.61", Stage.LISTING))).isFalse();

        Lobby served = new Lobby();
        assertThat(IntStream.range(0, 50).mapToObj(i -> guest("192.0.2.1", Stage.RECEIVING)).filter(served::enter)).hasSize(50);
        assertThat(served.enter(guest("192.0.2.1", Stage.LISTING))).isTrue();
    }

    private Stay guest(String address, Stage stage) {
        return new Stay(bob.platform, address, () -> Optional.of(stage));
    }
}
