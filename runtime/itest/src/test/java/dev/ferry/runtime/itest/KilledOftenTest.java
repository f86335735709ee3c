package dev.ferry.runtime.itest;

import org.junit.jupiter.api.Tag;

/** The same, a hundred times each. */
@Tag("soak")
class KilledOftenTest extends KilledTest {
    @Override
    int kills() {
        return 100;
    }

    @Override
    void report(String line) {
        System.out.println(line);
    }
}
