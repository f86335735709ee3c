package dev.ferry.core.transfer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.Limits;
import dev.ferry.core.transfer.internal.pace.Bandwidth;
import dev.ferry.core.transfer.internal.pace.OwnLimits;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OwnLimitsTest {
    private static final Limits FILE = up(1000);
    private static final Limits COMMAND = up(50);
    private final FakeStore store = new FakeStore();
    private Bandwidth bandwidth;

    private static Limits up(long bytes) {
        return new Limits(OptionalLong.of(bytes), OptionalLong.empty(), OptionalLong.of(7));
    }

    private OwnLimits started(Limits configured) {
        bandwidth = new Bandwidth(System::nanoTime);
        return new OwnLimits(bandwidth, store, configured);
    }

    @Test
    void whatWasSetByCommandHoldsInTheNextProcess() {
        started(FILE).set(COMMAND);
        assertThat(bandwidth.limits()).isEqualTo(COMMAND);
        assertThat(started(FILE).configured()).isEqualTo(FILE);
        assertThat(bandwidth.limits()).isEqualTo(COMMAND);
        started(FILE).set(Limits.NONE);
        started(FILE);
        assertThat(bandwidth.limits()).isEqualTo(Limits.NONE);
    }

    @Test
    void aConfigurationThatChangedSinceHoldsInstead() {
        started(FILE).set(COMMAND);
        started(up(2000));
        assertThat(bandwidth.limits()).isEqualTo(up(2000));
    }

    @Test
    void aConfigurationThatChangesNowHoldsInsteadAndForGood() {
        OwnLimits limits = started(FILE);
        limits.set(COMMAND);
        limits.configure(FILE);
        assertThat(bandwidth.limits()).as("nothing changed").isEqualTo(COMMAND);
        limits.configure(up(3));
        assertThat(bandwidth.limits()).isEqualTo(up(3));
        started(FILE);
        assertThat(bandwidth.limits()).isEqualTo(FILE);
    }

    @Test
    void whatIsSetToWhatTheConfigurationSaysIsNoOtherSource() {
        OwnLimits limits = started(FILE);
        limits.set(COMMAND);
        limits.set(FILE);
        assertThat(store.table("limits")).isEmpty();
    }

    @Test
    void whatCannotBeReadHoldsNothing() {
        store.records("limits").put("all", new byte[] {1, 2, 3});
        started(FILE);
        assertThat(bandwidth.limits()).isEqualTo(FILE);
        store.records("limits").put("all", new byte[49 + 5]);
        started(FILE);
        assertThat(bandwidth.limits()).isEqualTo(FILE);
    }
}
