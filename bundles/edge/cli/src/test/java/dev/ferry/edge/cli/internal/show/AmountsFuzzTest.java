package dev.ferry.edge.cli.internal.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AmountsFuzzTest {
    /** What a person types for a rate, a time or a moment, and what is shown of any text. */
    @Test
    void typed() {
        Fuzz fuzz = Fuzz.of("amounts");
        for (String text : new String[] {"10M", "1.5MiB/s", "999999999999 ti", "none", "30s", "500ms", "999999999d", "2030-01-01T12:00", "2030-01-01T12:00+02:00", "+999999999-12-31T23:59Z"}) {
            fuzz.like(text.getBytes(StandardCharsets.UTF_8));
        }
        fuzz.run(input -> {
            String text = new String(input, StandardCharsets.UTF_8);
            Amounts.parseRate(text).ifPresent(rate -> assertThat(rate).isPositive());
            Amounts.parseLimit(text).ifPresent(limit -> assertThat(limit).isNotNegative());
            Amounts.parseTime(text).ifPresent(time -> assertThat(time).isPositive());
            Amounts.parseMoment(text, ZoneOffset.UTC);
            assertThat(SafeText.line(text).chars()).noneMatch(c -> c < 0x20 || c >= 0x7f && c < 0xa0);
        });
    }
}
