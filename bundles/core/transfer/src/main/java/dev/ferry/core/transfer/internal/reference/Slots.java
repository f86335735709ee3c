package dev.ferry.core.transfer.internal.reference;

import dev.ferry.model.DeviceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** How much of one kind each device may have done for it at once. Safe for use by several threads. */
final class Slots {
    private final int most;
    private final Map<DeviceId, Integer> taken = new HashMap<>();

    Slots(int most) {
        this.most = most;
    }

    /** One of them, given back by running it; the second time does nothing. */
    synchronized Optional<Runnable> take(DeviceId device) {
        int now = taken.getOrDefault(device, 0);
        if (now >= most) {
            return Optional.empty();
        }
        taken.put(device, now + 1);
        AtomicBoolean given = new AtomicBoolean();
        return Optional.of(() -> {
            if (given.compareAndSet(false, true)) {
                giveBack(device);
            }
        });
    }

    private synchronized void giveBack(DeviceId device) {
        taken.computeIfPresent(device, (same, count) -> count == 1 ? null : count - 1);
    }
}
