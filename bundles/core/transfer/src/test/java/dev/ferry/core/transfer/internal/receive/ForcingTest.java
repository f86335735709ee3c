package dev.ferry.core.transfer.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForcingTest {
    private static final Optional<Path> WHOLE = Optional.of(Path.of("/"));
    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();
    private final List<Integer> forced = new ArrayList<>();
    private long now;
    private long forceMicros = 1000;
    private long syncMillis = 15;
    private boolean syncWorks = true;
    private int syncs;
    private final Forcing forcing = new Forcing(folder -> {
        syncs++;
        now += TimeUnit.MILLISECONDS.toNanos(syncMillis);
        return syncWorks;
    }, () -> now);

    @Test
    void aDiskThatWaitsForEachIsAskedOnceForAll() {
        all(HUNDRED, WHOLE);
        assertThat(syncs).isEqualTo(1);
        assertThat(forced).hasSize(4);
    }

    @Test
    void whereAForceCostsNothingNoProcessIsStarted() {
        forceMicros = 20;
        all(HUNDRED, WHOLE);
        assertThat(syncs).isZero();
        assertThat(forced).isEqualTo(HUNDRED);
    }

    @Test
    void aDiskThatCannotBeAskedHasEachForcedOnce() {
        syncWorks = false;
        all(HUNDRED, WHOLE);
        assertThat(forced).isEqualTo(HUNDRED);
    }

    @Test
    void whatLiesOnSeveralDisksIsForcedOneByOne() {
        all(HUNDRED, Optional.empty());
        assertThat(syncs).isZero();
        assertThat(forced).isEqualTo(HUNDRED);
    }

    @Test
    void aFewAreNotWorthAsking() {
        all(HUNDRED.subList(0, 10), WHOLE);
        assertThat(syncs).isZero();
        assertThat(forced).hasSize(10);
    }

    @Test
    void askingThatTookLongIsLeftForAWhileAndTriedAgain() {
        syncMillis = 1000;
        all(HUNDRED, WHOLE);
        syncMillis = 15;
        all(HUNDRED, WHOLE);
        assertThat(syncs).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            all(HUNDRED, WHOLE);
        }
        assertThat(syncs).isGreaterThan(1);
    }

    private void all(List<Integer> things, Optional<Path> whole) {
        forcing.all(things, whole, thing -> {
            forced.add(thing);
            now += TimeUnit.MICROSECONDS.toNanos(forceMicros);
        });
    }
}
