package dev.ferry.core.transfer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.Limits;
import dev.ferry.core.transfer.internal.pace.Bandwidth;
import dev.ferry.core.transfer.internal.pace.OwnLimits;
import dev.ferry.tck.fuzz.Fuzz;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OwnLimitsFuzzTest {
    @Test
    void limits() {
        FakeStore store = new FakeStore();
        new OwnLimits(new Bandwidth(System::nanoTime), store, Limits.NONE).set(new Limits(OptionalLong.of(5), OptionalLong.of(6), OptionalLong.of(7)));
        String key = store.table("limits").keySet().iterator().next();
        Fuzz.of("limits").like(store.table("limits").get(key)).run(input -> {
            store.table("limits").put(key, input);
            assertThat(new OwnLimits(new Bandwidth(System::nanoTime), store, Limits.NONE).configured()).isEqualTo(Limits.NONE);
        });
    }
}
