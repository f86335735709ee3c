package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.Limits;
import dev.ferry.api.Pace;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareOptions.Priority;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import dev.ferry.model.Urgency;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits and priorities of shares that run. Each share here would take hours under its first limit. */
class PacedTest extends TwoDevices {
    private static final OptionalLong CRAWLING = OptionalLong.of(100);
    private static final int BYTES = 8_000_000;

    @BeforeEach
    void pair() {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
    }

    private static void crawls(ShareHandle share) {
        await().until(() -> share.view().state() == TransferState.ACTIVE);
        assertThat(share.view().progress().bytes()).isLessThan(BYTES / 4);
    }

    @Test
    void whatTheSenderMaySendInAllIsChangedUnderARunningShare() throws Exception {
        alice.engine.shares().limits(new Limits(CRAWLING, OptionalLong.empty(), OptionalLong.empty()));
        ShareHandle sent = alice.share(paired(bob), file("a", BYTES));
        crawls(sent);
        alice.engine.shares().limits(Limits.NONE);
        assertThat(result(sent).problem()).isEmpty();
    }

    @Test
    void whatTheReceiverMayReceiveInAllIsChangedUnderARunningShare() throws Exception {
        bob.engine.shares().limits(new Limits(OptionalLong.empty(), CRAWLING, OptionalLong.empty()));
        ShareHandle sent = alice.share(paired(bob), file("a", BYTES));
        crawls(sent);
        bob.engine.shares().limits(Limits.NONE);
        assertThat(result(sent).problem()).isEmpty();
    }

    @Test
    void eitherSideLimitsOneShareAndLetsItGo() throws Exception {
        bob.engine.shares().limits(new Limits(OptionalLong.empty(), OptionalLong.empty(), CRAWLING));
        ShareHandle sent = alice.share(paired(bob), file("a", BYTES));
        crawls(sent);
        sent.pace(new Pace(Priority.LOW, CRAWLING));
        incoming(bob).pace(new Pace(Priority.HIGH, CRAWLING));
        bob.engine.shares().limits(Limits.NONE);
        crawls(sent);
        incoming(bob).pace(Pace.DEFAULT);
        assertThat(sent.pace()).isEqualTo(new Pace(Priority.LOW, CRAWLING));
        assertThat(result(alice.share(paired(bob), file("b", BYTES))).problem()).as("others are not held up").isEmpty();
        crawls(sent);
        sent.pace(Pace.DEFAULT);
        assertThat(result(sent).problem()).isEmpty();
    }

    @Test
    void aLimitedShareCanBePausedAndCancelled() throws Exception {
        alice.engine.shares().limits(new Limits(CRAWLING, OptionalLong.empty(), OptionalLong.empty()));
        ShareHandle sent = alice.share(paired(bob), file("a", BYTES));
        crawls(sent);
        sent.pause();
        assertThat(sent.view().state()).isEqualTo(TransferState.PAUSED);
        sent.cancel();
        assertThat(result(sent).state()).isEqualTo(TransferState.CANCELLED);
    }

    private Urgency urgency(boolean dialled) {
        return net.connections.stream().filter(connection -> connection.initiator() == dialled).findFirst().orElseThrow().urgency();
    }

    @Test
    void theConnectionIsAsUrgentAsWhatIsSentOverIt() throws Exception {
        alice.engine.shares().limits(new Limits(CRAWLING, OptionalLong.empty(), OptionalLong.empty()));
        ShareHandle sent = alice.share(paired(bob), file("a", BYTES));
        crawls(sent);
        assertThat(urgency(true)).isEqualTo(Urgency.NORMAL);
        sent.pace(new Pace(Priority.HIGH, OptionalLong.empty()));
        await().until(() -> urgency(true) == Urgency.HIGH);
        sent.pace(new Pace(Priority.LOW, OptionalLong.empty()));
        await().until(() -> urgency(true) == Urgency.LOW);
        sent.cancel();
        await().until(() -> urgency(true) == Urgency.NORMAL);
        assertThat(urgency(false)).as("what only answers").isEqualTo(Urgency.NORMAL);
    }
}
