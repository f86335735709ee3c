package dev.ferry.core.transfer.internal.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NamesFuzzTest {
    private static final Path INBOX = Path.of("/inbox");

    /** Whatever a peer calls a file, it lies below the folder, says nothing to a terminal, and is judged as usable once more. */
    @Test
    void names() {
        Fuzz fuzz = Fuzz.of("names").times(5_000);
        HostileNames.all().stream().filter(hostile -> hostile.name().length() < 1000).forEach(hostile -> fuzz.like(hostile.name().getBytes(StandardCharsets.UTF_8)));
        fuzz.run(input -> {
            if (NameRules.judge(new String(input, StandardCharsets.UTF_8)) instanceof NameVerdict.Usable usable) {
                String path = usable.path().toString();
                Path there = INBOX.resolve(path);
                assertThat(there.normalize()).as(path).isEqualTo(there).startsWithRaw(INBOX).isNotEqualTo(INBOX);
                assertThat(path.chars()).noneMatch(c -> c == '\\' || Character.getType(c) == Character.CONTROL);
                assertThat(NameRules.judge(path)).as(path).isInstanceOf(NameVerdict.Usable.class);
            }
        });
    }
}
