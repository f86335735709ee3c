package dev.ferry.core.transfer.internal.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.transfer.internal.accept.PromptLimits.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Nobody can make a person answer questions all day. */
class PromptLimitsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final PromptLimits limits = new PromptLimits(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aThousandOffersOfAHundredStrangersAreThreePromptsOfThree() {
        List<Place> prompts = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            limits.enter("192.0.2." + i % 100, true).ifPresent(prompts::add);
        }
        assertThat(prompts).hasSize(3);
        prompts.get(0).leave(false);
        assertThat(limits.enter("192.0.2.0", true)).as("the one that was refused").isEmpty();
        assertThat(limits.enter("192.0.2.50", true)).as("somebody else").isPresent();
        assertThat(limits.enter("192.0.2.51", true)).as("once more than three").isEmpty();
    }

    @Test
    void threeWaitAtOnceAndOneOfEachPeer() {
        Place first = limits.enter("a", true).orElseThrow();
        assertThat(limits.enter("a", true)).as("the same again").isEmpty();
        limits.enter("b", true).orElseThrow();
        limits.enter("c", false).orElseThrow();
        assertThat(limits.enter("d", true)).as("a fourth").isEmpty();
        assertThat(limits.enter("e", false)).as("of a pair").isEmpty();
        first.leave(true);
        assertThat(limits.enter("d", true)).isPresent();
    }

    @Test
    void aPlaceIsGivenBackOnce() {
        Place first = limits.enter("a", false).orElseThrow();
        first.leave(true);
        limits.enter("a", false).orElseThrow();
        first.leave(false);
        assertThat(limits.enter("a", false)).as("the second one still waits").isEmpty();
    }

    @Test
    void aStrangerWaitsTwiceAsLongEachTimeUpToAnHour() {
        for (long seconds = 30; seconds < 3600; seconds *= 2) {
            limits.enter("a", true).orElseThrow().leave(false);
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(limits.enter("a", true)).as("%d s", seconds).isEmpty();
            pass(Duration.ofNanos(1));
        }
        for (int i = 0; i < 3; i++) {
            limits.enter("a", true).orElseThrow().leave(false);
            pass(Duration.ofHours(1).minusNanos(1));
            assertThat(limits.enter("a", true)).isEmpty();
            pass(Duration.ofNanos(1));
        }
        limits.enter("a", true).orElseThrow().leave(true);
        assertThat(limits.enter("a", true)).as("accepted: nothing to wait for").isPresent();
    }

    @Test
    void aPairDoesNotWait() {
        limits.enter("a", false).orElseThrow().leave(false);
        assertThat(limits.enter("a", false)).isPresent();
    }

    @Test
    void whatIsRememberedOfStrangersIsBoundedAndTheOldestGoesFirst() {
        for (int i = 0; i < 1025; i++) {
            limits.enter("peer " + i, true).orElseThrow().leave(false);
        }
        assertThat(limits.enter("peer 1024", true)).isEmpty();
        assertThat(limits.enter("peer 1", true)).isEmpty();
        assertThat(limits.enter("peer 0", true)).isPresent();
    }
}
