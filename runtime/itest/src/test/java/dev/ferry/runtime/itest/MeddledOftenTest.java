package dev.ferry.runtime.itest;

import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** The same at a thousand records. */
@Tag("soak")
class MeddledOftenTest extends MeddledTest {
    @Override
    int attacks() {
        return 1000;
    }

    @Override
    Duration patience() {
        return Duration.ofHours(2);
    }

    @Override
    void report(String line) {
        System.out.println(line);
    }
}
