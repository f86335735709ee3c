package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.ShareHandle;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The other device has another address since, and the connection to the old one neither answers nor fails. */
class BlackHoleTest extends TwoDevices {
    private static final Duration FEW_SECONDS = Duration.ofSeconds(15);
    private Instant lost;

    @BeforeEach
    void connect() throws Exception {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
        bob.policy.change(terms -> DropTest.slow(terms, 8_000_000));
        result(alice.share(paired(bob), file("first", 10)));
    }

    private void lose() {
        net.swallow();
        lost = net.time.instant();
    }

    /** In steps, so that what waits for a moment has its turn. */
    private void timePassesUntilEnd(ShareHandle share) throws Exception {
        await().until(() -> {
            net.time.push(Duration.ofMillis(500));
            return share.view().state().isFinal();
        });
        assertThat(result(share).problem()).isEmpty();
        // By the clock of the test: a keepalive alone needs a minute.
        assertThat(Duration.between(lost, net.time.instant())).isLessThan(FEW_SECONDS);
    }

    @Test
    void whatIsSharedNextFlowsWithinSeconds() throws Exception {
        lose();
        net.time.push(Duration.ofSeconds(2));
        ShareHandle sent = alice.share(paired(bob), file("second", 100_000));
        timePassesUntilEnd(sent);
        assertThat(bobsInbox().resolve("alice/second")).hasSize(100_000);
        assertThat(alice.port.dials).hasValue(2);
    }

    @Test
    void whatRunsGoesOnWithinSecondsOfANewRoute() throws Exception {
        ShareHandle sent = alice.share(paired(bob), file("second", 5_000_000));
        await().until(() -> sent.view().progress().bytes() > 1_200_000);
        lose();
        net.time.push(Duration.ofSeconds(2));
        alice.port.routesChange(bob.id);
        timePassesUntilEnd(sent);
        assertThat(bobsInbox().resolve("alice/second")).hasSameBinaryContentAs(dir.resolve("from/second"));
        assertThat(bobsInbox().resolve("alice")).isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
        assertThat(alice.port.dials).hasValue(2);
    }

    @Test
    void theReceiverOfWhatRunsMayFindTheNewRouteToo() throws Exception {
        ShareHandle sent = alice.share(paired(bob), file("second", 5_000_000));
        await().until(() -> sent.view().progress().bytes() > 1_200_000);
        lose();
        // Whoever dialled last long ago has no claim to be kept.
        net.time.push(Duration.ofSeconds(11));
        bob.port.routesChange(alice.id);
        await().until(() -> {
            net.time.push(Duration.ofMillis(500));
            return bob.port.dials.get() == 1;
        });
        assertThat(result(sent).problem()).isEmpty();
        assertThat(bobsInbox().resolve("alice/second")).hasSameBinaryContentAs(dir.resolve("from/second"));
    }

    @Test
    void manyReasonsToAskAreOneQuestionAndOneNewConnection() throws Exception {
        List<Control> asked = new CopyOnWriteArrayList<>();
        net.connections.forEach(end -> CutsAtAMessage.on(end, control -> control.hasPing() && asked.add(control), new AtomicInteger()));
        net.time.push(Duration.ofSeconds(2));
        for (int i = 0; i < 1000; i++) {
            alice.port.routesChange(bob.id);
        }
        await().until(() -> !asked.isEmpty());
        assertThat(asked).as("it lives, and the answer is good for a second").hasSizeLessThanOrEqualTo(3);
        assertThat(alice.port.dials).hasValue(1);

        lose();
        net.time.push(Duration.ofSeconds(2));
        for (int i = 0; i < 1000; i++) {
            alice.port.routesChange(bob.id);
        }
        net.time.push(Duration.ofSeconds(3));
        await().until(() -> alice.port.dials.get() > 1);
        result(alice.share(paired(bob), file("second", 10)));
        assertThat(alice.port.dials).hasValue(2);
    }

    @Test
    void aSilentConnectionThatCannotBeReplacedIsKept() throws Exception {
        ShareHandle sent = alice.share(paired(bob), file("second", 5_000_000));
        await().until(() -> sent.view().progress().bytes() > 1_200_000);
        sent.pause();
        await().until(() -> incoming(bob).view().state() == TransferState.PAUSED);
        net.walled = true;
        net.connections.forEach(end -> end.channel().hold(true));
        await().until(() -> {
            net.time.push(Duration.ofSeconds(3));
            alice.port.routesChange(bob.id);
            return alice.port.dials.get() > 1;
        });
        net.connections.forEach(end -> end.channel().hold(false));
        sent.resume();
        assertThat(result(sent).problem()).isEmpty();
        assertThat(result(sent).resent()).isZero();
    }
}
