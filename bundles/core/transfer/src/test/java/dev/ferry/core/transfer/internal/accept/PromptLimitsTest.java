package dev.ferry.core.transfer.internal.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PromptLimitsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final PromptLimits limits = new PromptLimits(nanos::get);

    private Optional<PromptLimits.Place> stranger(int number) {
        return limits.enter("192.0.2." + number, true);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aThousandOffersOfAHundredStrangersAreThreePromptsOfThree() {
        List<PromptLimits.Place> prompts = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            stranger(i % 100).ifPresent(prompts::add);
        }
        assertThat(prompts).hasSize(3);
        prompts.get(0).leave(false);
        assertThat(stranger(0)).as("the one that was refused").isEmpty();
        assertThat(stranger(1)).as("one that is asked about already").isEmpty();
        assertThat(stranger(50)).as("somebody else").isPresent();
        assertThat(stranger(51)).as("once more than three").isEmpty();
    }

    @Test
    void whoWasRefusedWaitsTwiceAsLongEachTimeAndAPairDoesNot() {
        for (Duration cooldown = Duration.ofSeconds(30); cooldown.compareTo(Duration.ofMinutes(10)) < 0; cooldown = cooldown.multipliedBy(2)) {
            stranger(7).orElseThrow().leave(false);
            pass(cooldown.minusNanos(1));
            assertThat(stranger(7)).as("sooner than " + cooldown).isEmpty();
            pass(Duration.ofNanos(1));
        }
        for (int i = 0; i < 3; i++) {
            limits.enter("a pair", false).orElseThrow().leave(false);
        }
    }

    @Test
    void aPlaceIsGivenBackOnce() {
        PromptLimits.Place first = stranger(1).orElseThrow();
        first.leave(true);
        PromptLimits.Place second = stranger(1).orElseThrow();
        first.leave(true);
        assertThat(stranger(1)).isEmpty();
        second.leave(true);
        assertThat(stranger(1)).isPresent();
    }
}
