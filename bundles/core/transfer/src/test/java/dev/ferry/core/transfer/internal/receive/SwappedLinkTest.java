package dev.ferry.core.transfer.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.core.transfer.internal.receive.Raced.Result;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Another process swaps a directory for a link to outside and back, as fast as it can, while something is done by that name: by Ferry, which never gets outside, and by one who trusts
 * paths, who does within as many tries. So the race is one that can be lost.
 */
class SwappedLinkTest {
    private static final int TRIES = Integer.getInteger("ferry.race.tries", 300);
    /** A machine that is busy may leave the swapper no time for a while. */
    private static final int PATIENCE = 20;

    static Stream<Raced> operations() {
        return Stream.of(RacedReceiving.all(), RacedStaging.all(), RacedSending.all()).flatMap(List::stream);
    }

    @BeforeAll
    static void someoneCanSwap() {
        assumeTrue(Swapper.missing().isEmpty(), () -> "Nothing can be swapped in one step here, so no race is run: " + Swapper.missing());
    }

    @Test
    void norDoesItWhereAnotherFileSystemIsMounted() throws Exception {
        String missing = RacedMount.missing();
        assumeTrue(missing.isEmpty(), () -> "Nothing can be mounted here, so another file system below is not tried: " + missing);
        ferryStaysInsideWherePathsLeadOutside(RacedMount.placing());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void ferryStaysInsideWherePathsLeadOutside(Raced operation) throws Exception {
        Map<Result, Integer> count = new EnumMap<>(Result.class);
        long swaps;
        try (Ground ground = new Ground()) {
            operation.furnish().in(ground);
            ground.begin();
            for (int i = 1; i <= TRIES || i <= TRIES * PATIENCE && !count.containsKey(Result.DONE); i++) {
                operation.prepare().in(ground, i);
                count.merge(result(ground, operation.ferry(), i), 1, Integer::sum);
            }
            swaps = ground.end();
        }
        int escape = firstEscape(operation);
        System.out.println("swapped while " + operation + ": " + TRIES + " tries, " + count + ", " + swaps + " swaps; by path outside at try " + escape);
        assertThat(count).doesNotContainKey(Result.OUTSIDE).containsKey(Result.DONE);
        assertThat(swaps).isGreaterThanOrEqualTo(TRIES);
        assertThat(escape).as("by path the same gets outside").isBetween(1, TRIES);
    }

    /** 0: never. */
    private static int firstEscape(Raced operation) throws Exception {
        try (Ground ground = new Ground()) {
            operation.furnish().in(ground);
            ground.begin();
            int escape = 0;
            for (int i = 1; i <= TRIES && escape == 0; i++) {
                operation.prepare().in(ground, i);
                ground.awaitSwap();
                escape = result(ground, operation.byPath(), i) == Result.OUTSIDE ? i : 0;
            }
            ground.end();
            return escape;
        }
    }

    private static Result result(Ground ground, Raced.Try one, int number) throws Exception {
        Result result = one.in(ground, number);
        return ground.isOutsideTouched() ? Result.OUTSIDE : result;
    }
}
