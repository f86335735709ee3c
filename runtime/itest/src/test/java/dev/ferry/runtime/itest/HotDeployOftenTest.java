package dev.ferry.runtime.itest;

import org.junit.jupiter.api.Tag;

/** The same, a hundred times. */
@Tag("soak")
class HotDeployOftenTest extends HotDeployTest {
    @Override
    int cycles() {
        return 100;
    }
}
