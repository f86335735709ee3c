package dev.ferry.core.resolver.internal.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.resolver.internal.MemoryStore;
import dev.ferry.model.DeviceId;
import dev.ferry.tck.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HabitsFuzzTest {
    private static final DeviceId DEVICE = new DeviceId("ab".repeat(32));
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000_000);

    /** Whatever the database has: it weighs something or nothing, and what is sent now counts. */
    @Test
    void habits() {
        MemoryStore store = new MemoryStore();
        Habits habits = new Habits(store);
        Fuzz.of("habits").like("PHOTOS 3 2.5 1000000000000\nVIDEOS 1 1.0 5".getBytes(StandardCharsets.US_ASCII)).run(input -> {
            store.records("habits").put(DEVICE.hex(), input);
            habits.of(DEVICE).values().forEach(habit -> assertThat(habit.weightAt(NOW)).isNotNegative().isFinite());
            habits.sent(DEVICE, FileType.OTHER, NOW);
            assertThat(habits.of(DEVICE)).containsKey(FileType.OTHER);
        });
    }
}
