package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.ShareRequest;
import dev.ferry.core.transfer.internal.engine.Parcel.Stand;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Problem;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All parcels, and whose turn it is for each device. Guarded by the {@link Courier}. Times are nanoseconds of a monotone clock. */
final class Rounds {
    private final Map<UUID, Parcel> parcels = new HashMap<>();
    private final Map<DeviceId, Patience> patience = new HashMap<>();
    private boolean over;

    /** What is to be done for a device. */
    sealed interface Turn {
        /** Nothing, until something happens. */
        record None() implements Turn { }

        /** This one goes now. */
        record Go(Parcel parcel) implements Turn { }

        /** Looking again after this time. */
        record Later(long nanos) implements Turn { }
    }

    void add(Parcel parcel) {
        parcels.put(parcel.errand().id(), parcel);
    }

    void remove(Parcel parcel) {
        parcels.remove(parcel.errand().id());
    }

    List<Parcel> waiting() {
        return parcels.values().stream().filter(parcel -> parcel.is(Stand.WAITING)).toList();
    }

    Optional<Parcel> meant(DeviceId device, ShareRequest request) {
        return parcels.values().stream().filter(parcel -> parcel.isMeantBy(device, request)).findFirst();
    }

    /** Takes the first one that may go, if its time has come. */
    Turn next(DeviceId device, long now) {
        Optional<Parcel> next = over ? Optional.empty() : first(device);
        if (next.isEmpty()) {
            return new Turn.None();
        }
        Patience pacing = of(device, now);
        long wait = pacing.left(now);
        if (wait <= 0) {
            next.get().stands(Stand.GOING);
            pacing.begins();
            return new Turn.Go(next.get());
        }
        return pacing.arms() ? new Turn.Later(wait) : new Turn.None();
    }

    private Optional<Parcel> first(DeviceId device) {
        List<Parcel> movable = parcels.values().stream().filter(parcel -> parcel.device().equals(device) && !parcel.errand().paused()).toList();
        return movable.stream().anyMatch(parcel -> parcel.is(Stand.GOING)) ? Optional.empty()
                : movable.stream().filter(parcel -> parcel.is(Stand.WAITING)).min(Comparator.comparingLong(parcel -> parcel.errand().number()));
    }

    /** A try came to nothing. */
    void failed(DeviceId device, Problem why, long now) {
        if (Unreached.isUnanswered(why)) {
            of(device, now).unanswered(now);
        } else if (why instanceof Problem.MissingPart) {
            of(device, now).missed(now);
        } else {
            of(device, now).failed(now);
        }
    }

    private Patience of(DeviceId device, long now) {
        return patience.computeIfAbsent(device, id -> new Patience(now));
    }

    void seen(DeviceId device) {
        known(device).ifPresent(Patience::seen);
    }

    void reached(DeviceId device) {
        known(device).ifPresent(Patience::reached);
    }

    void rang(DeviceId device) {
        known(device).ifPresent(Patience::rang);
    }

    private Optional<Patience> known(DeviceId device) {
        return Optional.ofNullable(patience.get(device));
    }

    /** Nothing goes any more. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }
}
