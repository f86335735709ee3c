package dev.ferry.core.transfer.internal.errand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

class ErrandFuzzTest {
    /** What is read is written in a way that is read again. */
    @Test
    void errands() {
        Fuzz fuzz = Fuzz.of("errands");
        ErrandBytesTest.EXAMPLES.forEach(errand -> fuzz.like(ErrandBytes.of(errand)));
        String id = ErrandBytesTest.EXAMPLES.get(0).id().toString();
        fuzz.run(input -> ErrandBytes.errand(id, input).ifPresent(errand -> assertThat(ErrandBytes.errand(id, ErrandBytes.of(errand))).contains(errand)));
    }
}
