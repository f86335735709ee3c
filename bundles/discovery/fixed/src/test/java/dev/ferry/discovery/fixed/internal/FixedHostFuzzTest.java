package dev.ferry.discovery.fixed.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FixedHostFuzzTest {
    /** Lines of the configuration. */
    @Test
    void entries() {
        Fuzz fuzz = Fuzz.of("fixed-hosts").promising(IllegalArgumentException.class);
        for (String entry : new String[] {"nas=192.168.1.5:47900", "host.example:1", "[fe80::1%eth0]:47900", " a b = c:2"}) {
            fuzz.like(entry.getBytes(StandardCharsets.UTF_8));
        }
        fuzz.run(input -> assertThat(FixedHost.parse(new String(input, StandardCharsets.UTF_8)).port()).isBetween(1, 65_535));
    }
}
