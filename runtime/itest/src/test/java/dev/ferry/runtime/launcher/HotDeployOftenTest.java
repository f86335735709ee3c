package dev.ferry.runtime.launcher;

import org.junit.jupiter.api.Tag;

/** The same, a hundred times. */
@Tag("soak")
class HotDeployOftenTest extends HotDeployTest {
    @Override
    int cycles() {
        return 100;
    }
}
