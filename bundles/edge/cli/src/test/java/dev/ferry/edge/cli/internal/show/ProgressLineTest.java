package dev.ferry.edge.cli.internal.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
    private static final ProgressLine HALF = new ProgressLine(50L << 20, OptionalLong.of(100L << 20), 3, OptionalLong.of(7), 10L << 20, OptionalLong.of(65));

    @Test
    void the_line_tells_share_amount_files_rate_and_rest() {
        assertThat(HALF.text()).isEqualTo("50 %  50.0 MiB of 100 MiB  3 of 7 files  10.0 MiB/s  1:05 min left");
    }

    @Test
    void the_bar_is_as_full_as_the_share() {
        String bar = HALF.bar(200);

        assertThat(bar).startsWith("[" + "█".repeat(20) + "░".repeat(20) + "] 50 %");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 40, 70, 79, 80, 120, 300})
    void no_line_is_wider_than_the_terminal(int width) {
        assertThat(HALF.bar(width).length()).isLessThan(Math.max(2, width));
    }

    @Test
    void without_a_total_there_is_no_bar_and_no_share() {
        ProgressLine counting = new ProgressLine(10, OptionalLong.empty(), 0, OptionalLong.empty(), 0, OptionalLong.empty());

        assertThat(counting.bar(80)).isEqualTo("10 B  0 files");
    }

    @Test
    void all_of_nothing_is_all() {
        ProgressLine empty = new ProgressLine(0, OptionalLong.of(0), 1, OptionalLong.of(1), 0, OptionalLong.empty());

        assertThat(empty.percent()).hasValue(100);
        assertThat(empty.text()).endsWith("1 of 1 file");
    }

    @Test
    void a_sender_that_claims_more_than_all_shows_all() {
        assertThat(new ProgressLine(200, OptionalLong.of(100), 0, OptionalLong.empty(), 0, OptionalLong.empty()).percent()).hasValue(100);
    }
}
