package dev.ferry.core.transfer.internal.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReachTest {
    private static final long MIB = 1L << 20;
    private long now;
    private int asked;
    private Optional<Duration> roundTrip = Optional.empty();

    @Test
    void aSmallTransferHasLittleOnItsWay() {
        assertThat(begun(100 * MIB, 5).window()).isEqualTo(3 * MIB);
    }

    @Test
    void ofALargeTransferLessThanAHundredthIsOnItsWay() {
        assertThat(begun(1024 * MIB, 5).window()).isEqualTo(8 * MIB);
        assertThat(begun(1024 * 1024 * MIB, 5).window()).isEqualTo(16 * MIB);
    }

    @Test
    void farAwayMoreIs() {
        Reach reach = begun(100 * MIB, 100);
        assertThat(reach.window()).isEqualTo(16 * MIB);
        roundTrip = Optional.of(Duration.ofMillis(100));
        assertThat(reach.look()).isZero();
        assertThat(reach.window()).isEqualTo(16 * MIB);
    }

    @Test
    void whoWasSlowToBeginAndAnswersQuicklyIsNear() {
        Reach reach = begun(100 * MIB, 100);
        roundTrip = Optional.of(Duration.ofMillis(1));
        assertThat(reach.look()).isEqualTo(-13 * MIB);
        assertThat(reach.window()).isEqualTo(3 * MIB);
    }

    @Test
    void whoIsKnownToBeNearIsNotTakenForFar() {
        roundTrip = Optional.of(Duration.ofMillis(1));
        assertThat(begun(100 * MIB, 100).window()).isEqualTo(3 * MIB);
    }

    @Test
    void itIsAskedAtTheBeginningAndWhileItSeemsFarButNotForEver() {
        Reach near = begun(100 * MIB, 5);
        near.look();
        assertThat(asked).isEqualTo(1);
        asked = 0;
        Reach far = begun(100 * MIB, 100);
        for (int i = 0; i < 1000; i++) {
            far.look();
        }
        assertThat(asked).isEqualTo(21);
    }

    private Reach begun(long bytes, long millis) {
        Reach reach = new Reach(bytes, () -> now, new Reach.Distance() {
            @Override
            public Optional<Duration> roundTrip() {
                return roundTrip;
            }

            @Override
            public void ask() {
                asked++;
            }
        });
        reach.open();
        now += Duration.ofMillis(millis).toNanos();
        reach.answered();
        return reach;
    }
}
