package dev.ferry.core.transfer.internal.pace;

import dev.ferry.api.Pace;
import dev.ferry.api.ShareOptions.Priority;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Hungry transfers on links of a known rate, played through event by event on a clock that stands still between them. */
final class Road {
    static final long SECOND = 1_000_000_000L;
    private static final int FRAME = 256 * 1024;

    long now;
    final Turns turns = new Turns(Turns.Driven.BY_PIECES, () -> now);
    private final Map<Object, Long> linkFree = new HashMap<>();
    private final List<Car> cars = new ArrayList<>();

    /** One transfer that always has more to send. */
    final class Car {
        final Object link;
        final long linkRate;
        final Lane lane;
        long next;
        long moved;
        boolean rests;

        Car(Object link, long linkRate, Lane lane) {
            this.link = link;
            this.linkRate = linkRate;
            this.lane = lane;
            this.next = now;
        }

        /** A write takes as long as the link needs, behind what is on it already. */
        private void step() {
            int piece = Math.min(FRAME, lane.most());
            long wait = lane.take(piece);
            if (wait > 0) {
                next = now + wait;
                return;
            }
            moved += piece;
            long begin = Math.max(now, linkFree.getOrDefault(link, 0L));
            next = begin + piece * SECOND / linkRate;
            linkFree.put(link, next);
        }

        void rest() {
            rests = true;
            lane.rest();
        }

        void goOn() {
            rests = false;
            next = now;
        }
    }

    Car car(Object link, long linkRate, Priority priority) {
        return car(link, linkRate, new Pace(priority, OptionalLong.empty()));
    }

    Car car(Object link, long linkRate, Pace pace) {
        Car car = new Car(link, linkRate, turns.join(link, pace));
        cars.add(car);
        return car;
    }

    /** What each moved meanwhile. */
    Map<Car, Long> drive(double seconds) {
        Map<Car, Long> before = new HashMap<>();
        cars.forEach(car -> before.put(car, car.moved));
        long end = now + (long) (seconds * SECOND);
        while (true) {
            Car first = cars.stream().filter(car -> !car.rests).min((a, b) -> Long.compare(a.next, b.next)).orElseThrow();
            if (first.next > end) {
                break;
            }
            now = Math.max(now, first.next);
            first.step();
        }
        now = end;
        cars.forEach(car -> before.merge(car, car.moved, (was, is) -> is - was));
        return before;
    }
}
