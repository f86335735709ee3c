package dev.ferry.core.resolver.internal.suggest;

import dev.ferry.core.resolver.internal.kept.PairRecords;
import dev.ferry.core.store.Store;
import dev.ferry.model.DeviceId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was sent to paired devices: how often which sort of files, and when last. Nothing about strangers, and no names of files. In the store's records {@code habits}, one for each
 * device: a line {@code sort times weight milliseconds} for each sort. Weights halve every {@value #HALF_LIFE_DAYS} days. Any thread.
 */
final class Habits {
    private static final Logger LOG = LoggerFactory.getLogger(Habits.class);
    static final int HALF_LIFE_DAYS = 30;
    private static final double DAY = Duration.ofDays(1).toMillis();

    private final PairRecords records;

    /**
     * One sort of files and one device.
     *
     * @param weight of all the times together, when last something was sent
     */
    record Habit(long times, double weight, Instant last) {
        /** What is left of the weight. A clock that was set back adds nothing. */
        double weightAt(Instant now) {
            double days = Math.max(0, Duration.between(last, now).toMillis() / DAY);
            return weight * Math.pow(0.5, days / HALF_LIFE_DAYS);
        }
    }

    Habits(Store store) {
        this.records = new PairRecords(store, "habits", "What is usually sent to whom");
    }

    /** By sort; empty for a device that nothing was sent to. */
    Map<FileType, Habit> of(DeviceId device) {
        return read(records.of(device));
    }

    private static Map<FileType, Habit> read(String text) {
        Map<FileType, Habit> habits = new EnumMap<>(FileType.class);
        text.lines().forEach(line -> read(line, habits));
        return habits;
    }

    /** A line that makes no sense says nothing. */
    private static void read(String line, Map<FileType, Habit> into) {
        List<String> parts = List.of(line.split(" "));
        try {
            double weight = parts.size() == 4 ? Double.parseDouble(parts.get(2)) : 0;
            if (weight > 0 && Double.isFinite(weight)) {
                into.put(FileType.valueOf(parts.get(0)), new Habit(Long.parseLong(parts.get(1)), weight, Instant.ofEpochMilli(Long.parseLong(parts.get(3)))));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            LOG.debug("A line of what was sent before cannot be read");
        }
    }

    /** Files of this sort arrived there, whole. */
    void sent(DeviceId device, FileType type, Instant now) {
        records.change(device, text -> {
            Map<FileType, Habit> habits = read(text);
            Optional<Habit> old = Optional.ofNullable(habits.get(type));
            habits.put(type, new Habit(old.map(Habit::times).orElse(0L) + 1, old.map(h -> h.weightAt(now)).orElse(0.0) + 1, now));
            return habits.entrySet().stream().map(e -> e.getKey().name() + " " + e.getValue().times() + " " + e.getValue().weight() + " " + e.getValue().last().toEpochMilli())
                    .collect(Collectors.joining("\n"));
        });
    }

    void forget(DeviceId device) {
        records.forget(device);
    }
}
