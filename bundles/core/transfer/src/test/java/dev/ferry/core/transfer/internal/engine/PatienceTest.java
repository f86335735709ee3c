package dev.ferry.core.transfer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private long now = -5;
    private final Patience patience = new Patience(now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void aDeviceThatIsAwayForAMonthIsDialledSomeHundredTimesAndNeverLessThanEachHalfHour() {
        int tries = 0;
        for (long start = now; now - start < MONTH.toNanos(); tries++) {
            patience.failed(now);
            assertThat(patience.left(now)).isPositive().isLessThanOrEqualTo(Patience.LONGEST.toNanos());
            now += patience.left(now);
        }
        assertThat(tries).isBetween(1440, 1450);
    }

    @Test
    void beingSeenIsAReasonToTryAtOnceButNotMoreOftenThanEveryTwoSeconds() {
        patience.failed(now);
        pass(Duration.ofSeconds(1));
        patience.seen();
        patience.seen();
        assertThat(patience.left(now)).isEqualTo(Duration.ofSeconds(1).toNanos());
        pass(Duration.ofSeconds(1));
        assertThat(patience.left(now)).isNotPositive();
    }

    @Test
    void whereSomethingWasMissingHereItIsTriedAsSoonAsThatHasCome() {
        patience.missed(now);
        assertThat(patience.left(now)).isEqualTo(Patience.FIRST.toNanos());
        patience.seen();
        assertThat(patience.left(now)).isNotPositive();
    }

    @Test
    void beingSeenDuringATryThatFailsIsAReasonToTryOnceMore() {
        patience.begins();
        patience.seen();
        patience.failed(now);
        assertThat(patience.left(now)).isEqualTo(Patience.LEAST.toNanos());
        patience.begins();
        patience.failed(now);
        assertThat(patience.left(now)).isEqualTo(Patience.FIRST.toNanos());
    }

    @Test
    void beingSeenIsNoReasonToAskAPersonAgain() {
        patience.unanswered(now);
        patience.seen();
        assertThat(patience.left(now)).isEqualTo(Duration.ofMinutes(30).toNanos());
        for (int i = 0; i < 20; i++) {
            patience.unanswered(now);
        }
        patience.seen();
        assertThat(patience.left(now)).isEqualTo(Duration.ofDays(1).toNanos());
    }

    @Test
    void oneTimerIsEnough() {
        patience.failed(now);
        assertThat(patience.arms()).isTrue();
        assertThat(patience.arms()).isFalse();
        patience.seen();
        assertThat(patience.arms()).as("an earlier one").isTrue();
        assertThat(patience.arms()).isFalse();
        patience.rang();
        assertThat(patience.arms()).isTrue();
    }

    @Test
    void afterASuccessNothingIsWaitedFor() {
        patience.unanswered(now);
        patience.failed(now);
        patience.reached();
        assertThat(patience.left(now)).isNotPositive();
        patience.failed(now);
        assertThat(patience.left(now)).isEqualTo(Patience.FIRST.toNanos());
    }
}
