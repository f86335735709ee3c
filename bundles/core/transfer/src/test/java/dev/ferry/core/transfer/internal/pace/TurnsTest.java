package dev.ferry.core.transfer.internal.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ferry.api.Pace;
import dev.ferry.api.ShareOptions.Priority;
import dev.ferry.core.transfer.internal.pace.Road.Car;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnsTest {
    private static final Percentage SHARES = Percentage.withPercentage(15);
    private static final Percentage LIMITS = Percentage.withPercentage(5);
    private static final long FAST = 500_000_000;

    private final Road road = new Road();

    private void limit(long all) {
        road.turns.limits(OptionalLong.of(all), OptionalLong.empty(), Weights.DEFAULT);
    }

    private static double ratio(Map<Car, Long> moved, Car a, Car b) {
        return (double) moved.get(a) / moved.get(b);
    }

    @Test
    void whoIsAloneOrAmongEqualsWithoutALimitNeverAsks() {
        Car alone = road.car("a", FAST, Priority.LOW);
        assertThat(alone.lane.isFree()).isTrue();
        Car equal = road.car("a", FAST, Priority.LOW);
        assertThat(alone.lane.isFree() && equal.lane.isFree()).isTrue();
        Car other = road.car("b", FAST, Priority.HIGH);
        assertThat(alone.lane.isFree() || equal.lane.isFree() || other.lane.isFree()).isFalse();
        other.lane.close();
        assertThat(alone.lane.isFree() && equal.lane.isFree()).isTrue();
        limit(1);
        assertThat(alone.lane.isFree()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000, 1_000_000, 20_000_000, 400_000_000})
    void aLimitHoldsOverFiveSecondsForAllTogether(long limit) {
        limit(limit);
        Car a = road.car("a", FAST, Priority.NORMAL);
        Car b = road.car("b", FAST, Priority.NORMAL);
        Car c = road.car("b", FAST, Priority.LOW);
        road.drive(1);
        Map<Car, Long> moved = road.drive(5);
        assertThat(moved.get(a) + moved.get(b) + moved.get(c)).isCloseTo(5 * limit, LIMITS);
        assertThat(ratio(moved, a, b)).isCloseTo(1, SHARES);
        assertThat(ratio(moved, a, c)).isCloseTo(3, SHARES);
    }

    @ParameterizedTest
    @ValueSource(longs = {2_000_000, 30_000_000, FAST})
    void onOneLinkWithoutALimitBytesFollowTheWeights(long link) {
        Car normal = road.car("a", link, Priority.NORMAL);
        Car low = road.car("a", link, Priority.LOW);
        road.drive(2);
        Map<Car, Long> moved = road.drive(10);
        assertThat(ratio(moved, normal, low)).isCloseTo(3, SHARES);
        assertThat(moved.get(normal) + moved.get(low)).as("nothing of the link is wasted").isCloseTo(10 * link, Percentage.withPercentage(3));
    }

    @Test
    void weightsAreTheOwners() {
        road.turns.limits(OptionalLong.of(10_000_000), OptionalLong.empty(), new Weights(1, 2, 10));
        Car high = road.car("a", FAST, Priority.HIGH);
        Car normal = road.car("b", FAST, Priority.NORMAL);
        assertThat(ratio(road.drive(5), high, normal)).isCloseTo(5, SHARES);
    }

    @Test
    void aCriticalOneIsFirstWithinATickAndTheOthersStillMove() {
        limit(10_000_000);
        List<Car> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(road.car("a", FAST, i == 0 ? Priority.LOW : Priority.HIGH));
        }
        road.drive(2);
        Car critical = road.car("b", FAST, Priority.CRITICAL);
        Map<Car, Long> tick = road.drive(0.1);
        assertThat(tick.get(critical)).isGreaterThan(800_000);
        Map<Car, Long> later = road.drive(60);
        assertThat(later.get(critical)).isCloseTo((long) (0.95 * 60 * 10_000_000), LIMITS);
        assertThat(later.get(others.get(0))).as("low moves").isPositive();
        critical.rest();
        Map<Car, Long> after = road.drive(1);
        assertThat(after.values().stream().mapToLong(Long::longValue).sum()).as("nobody waits for one that has nothing to send").isCloseTo(10_000_000, Percentage.withPercentage(15));
    }

    @Test
    void aCriticalOneGoesAheadOnTheSameLinkWithoutALimitToo() {
        Car normal = road.car("a", 100_000_000, Priority.NORMAL);
        road.drive(2);
        Car critical = road.car("a", 100_000_000, Priority.CRITICAL);
        Map<Car, Long> tick = road.drive(0.1);
        assertThat(tick.get(critical)).isGreaterThan(8_000_000);
        assertThat(road.drive(10).get(normal)).isCloseTo(50_000_000, Percentage.withPercentage(20));
    }

    @Test
    void oneWithALimitOfItsOwnKeepsToItAndLeavesTheRestToOthers() {
        limit(10_000_000);
        Car capped = road.car("a", FAST, new Pace(Priority.HIGH, OptionalLong.of(1_000_000)));
        Car other = road.car("a", FAST, Priority.LOW);
        road.drive(1);
        Map<Car, Long> moved = road.drive(5);
        assertThat(moved.get(capped)).isCloseTo(5_000_000, LIMITS);
        assertThat(moved.get(other)).isCloseTo(45_000_000, LIMITS);
    }

    @Test
    void eachHasTheLimitThatIsSetForEach() {
        road.turns.limits(OptionalLong.empty(), OptionalLong.of(2_000_000), Weights.DEFAULT);
        Car a = road.car("a", FAST, Priority.NORMAL);
        Car b = road.car("a", FAST, new Pace(Priority.NORMAL, OptionalLong.of(9_000_000)));
        Map<Car, Long> moved = road.drive(5);
        assertThat(moved.get(a)).isCloseTo(10_000_000, LIMITS);
        assertThat(moved.get(b)).isCloseTo(10_000_000, LIMITS);
    }

    @Test
    void limitsAndPrioritiesChangeWhileItRuns() {
        Car a = road.car("a", FAST, Priority.NORMAL);
        Car b = road.car("a", FAST, Priority.NORMAL);
        road.drive(1);
        limit(1_000_000);
        Map<Car, Long> slow = road.drive(5);
        assertThat(slow.get(a) + slow.get(b)).isCloseTo(5_000_000, Percentage.withPercentage(10));
        b.lane.change(new Pace(Priority.LOW, OptionalLong.empty()));
        assertThat(ratio(road.drive(10), a, b)).isCloseTo(3, SHARES);
        limit(8_000_000);
        Map<Car, Long> faster = road.drive(5);
        assertThat(faster.get(a) + faster.get(b)).isCloseTo(40_000_000, LIMITS);
        a.lane.change(new Pace(Priority.NORMAL, OptionalLong.of(100_000)));
        assertThat(road.drive(5).get(a)).isCloseTo(500_000, Percentage.withPercentage(10));
    }

    @Test
    void whatRestedHasItsShareAndNoMore() {
        limit(10_000_000);
        Car a = road.car("a", FAST, Priority.NORMAL);
        Car b = road.car("b", FAST, Priority.NORMAL);
        road.drive(1);
        a.rest();
        assertThat(road.drive(10).get(b)).isCloseTo(100_000_000, LIMITS);
        a.goOn();
        Map<Car, Long> moved = road.drive(5);
        assertThat(ratio(moved, a, b)).isCloseTo(1, within(0.2));
    }

    @Test
    void aSlowLinkHardlyHoldsUpAFastOne() {
        Car slow = road.car("slow", 2_000_000, Priority.NORMAL);
        Car fast = road.car("fast", FAST, Priority.LOW);
        road.drive(1);
        Map<Car, Long> moved = road.drive(5);
        assertThat(moved.get(slow)).isCloseTo(10_000_000, LIMITS);
        assertThat(moved.get(fast)).isGreaterThan((long) (5 * FAST * 0.8));
    }

    @Test
    void whatIsGrantedAtTicksIsDividedTheSameWay() {
        Turns down = new Turns(Turns.Driven.BY_TICKS, () -> road.now);
        down.limits(OptionalLong.of(4_000_000), OptionalLong.empty(), Weights.DEFAULT);
        Lane normal = down.join("a", Pace.DEFAULT);
        Lane low = down.join("b", new Pace(Priority.LOW, OptionalLong.empty()));
        long ofNormal = 0;
        long ofLow = 0;
        for (int tick = 0; tick < 50; tick++) {
            road.now += Road.SECOND / 10;
            ofLow += low.upTo(4_000_000);
            ofNormal += normal.upTo(4_000_000);
        }
        assertThat(ofNormal + ofLow).isCloseTo(20_000_000, LIMITS);
        assertThat((double) ofNormal / ofLow).isCloseTo(3, SHARES);
    }

    @Test
    void aLinkIsAsUrgentAsTheMostUrgentOfWhatIsSentOverIt() {
        List<Priority> told = new ArrayList<>();
        Hurrying link = told::add;
        Turns turns = new Turns(Turns.Driven.BY_PIECES, () -> 0);
        Lane low = turns.join(link, new Pace(Priority.LOW, OptionalLong.empty()));
        Lane high = turns.join(link, new Pace(Priority.HIGH, OptionalLong.empty()));
        turns.join("another", new Pace(Priority.CRITICAL, OptionalLong.empty()));
        low.change(new Pace(Priority.CRITICAL, OptionalLong.empty()));
        low.change(new Pace(Priority.LOW, OptionalLong.empty()));
        high.close();
        low.close();
        assertThat(told).containsExactly(Priority.LOW, Priority.HIGH, Priority.CRITICAL, Priority.HIGH, Priority.LOW, Priority.NORMAL);
    }

    @Test
    void whatIsReceivedIsNotForThisSideToHurry() {
        List<Priority> told = new ArrayList<>();
        Hurrying link = told::add;
        new Turns(Turns.Driven.BY_TICKS, () -> 0).join(link, new Pace(Priority.HIGH, OptionalLong.empty())).close();
        assertThat(told).isEmpty();
    }
}
