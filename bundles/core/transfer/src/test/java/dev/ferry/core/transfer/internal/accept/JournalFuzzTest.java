package dev.ferry.core.transfer.internal.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.tck.fuzz.Fuzz;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JournalFuzzTest {
    /** What is read is written in a way that is read again. */
    @Test
    void receptions() {
        Fuzz.of("receptions").like(Journal.bytes(new Journal.Kept(new byte[32], Path.of("/home/me/in"), ConflictPolicy.RENAME, Set.of(0L, 7L), true, false)))
                .like(Journal.bytes(new Journal.Kept(new byte[32], Path.of("/"), ConflictPolicy.OVERWRITE, Set.of(), false, true))).run(input -> Journal.kept(input).ifPresent(kept -> {
                    Journal.Kept again = Journal.kept(Journal.bytes(kept)).orElseThrow();
                    assertThat(again.fits(kept.manifest())).isTrue();
                    assertThat(again).usingRecursiveComparison().isEqualTo(kept);
                }));
    }
}
