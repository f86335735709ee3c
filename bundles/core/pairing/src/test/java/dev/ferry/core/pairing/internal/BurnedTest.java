package dev.ferry.core.pairing.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.model.FerryException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BurnedTest {
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final Burned burned = new Burned(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void afterThreeBurnedCodesNoNewOneIsShownUntilTheFirstIsTenMinutesOld() {
        for (int i = 0; i < 3; i++) {
            assertThatCode(burned::check).doesNotThrowAnyException();
            burned.burned();
            pass(Duration.ofMinutes(1));
        }
        assertThatThrownBy(burned::check).isInstanceOf(FerryException.class).hasMessageContaining("Three codes").hasMessageContaining("8 minutes");
        pass(Duration.ofMinutes(7).minusNanos(1));
        assertThatThrownBy(burned::check).isInstanceOf(FerryException.class).hasMessageContaining("1 minute.");
        pass(Duration.ofNanos(1));
        assertThatCode(burned::check).doesNotThrowAnyException();
    }

    @Test
    void twoSecondsLieBetweenTries() {
        burned.burned();
        pass(Duration.ofSeconds(2).minusNanos(1));
        assertThatThrownBy(burned::check).isInstanceOf(FerryException.class).hasMessageContaining("two seconds");
        pass(Duration.ofNanos(1));
        assertThatCode(burned::check).doesNotThrowAnyException();
    }
}
