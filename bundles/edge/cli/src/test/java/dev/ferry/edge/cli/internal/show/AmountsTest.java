package dev.ferry.edge.cli.internal.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.00 KiB", "1536, 1.50 KiB", "15728640, 15.0 MiB", "157286400, 150 MiB", "9223372036854775807, 8.00 EiB"})
    void sizes_have_three_digits_and_a_binary_unit(long bytes, String text) {
        assertThat(Amounts.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"500, 500", "10k, 10000", "10K, 10000", "1.5MiB/s, 1572864", "512KiB, 524288", "2G, 2000000000", "10mb, 10000000"})
    void rates_are_read_as_people_write_them(String text, long rate) {
        assertThat(Amounts.parseRate(text)).hasValue(rate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "0", "-1", "1,5M", "10X", "99999999999999999999"})
    void what_is_no_rate_is_none(String text) {
        assertThat(Amounts.parseRate(text)).isEmpty();
    }

    @Test
    void times_have_a_unit_and_without_one_are_seconds() {
        assertThat(Amounts.parseTime("500ms")).contains(Duration.ofMillis(500));
        assertThat(Amounts.parseTime("30")).contains(Duration.ofSeconds(30));
        assertThat(Amounts.parseTime("5m")).contains(Duration.ofMinutes(5));
        assertThat(Amounts.parseTime("1h")).contains(Duration.ofHours(1));
        assertThat(Amounts.parseTime("7d")).contains(Duration.ofDays(7));
        assertThat(Amounts.parseTime("0s")).isEmpty();
        assertThat(Amounts.parseTime("soon")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "59, 59 s", "61, 1:01 min", "3600, 1:00 h", "90000, 25:00 h"})
    void remaining_times_are_short(long seconds, String text) {
        assertThat(Amounts.time(seconds)).isEqualTo(text);
    }

    @Test
    void a_moment_is_of_the_zone_where_it_is_typed_unless_it_names_one() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(Amounts.parseMoment("2030-01-01T12:00", berlin)).contains(Instant.parse("2030-01-01T11:00:00Z"));
        assertThat(Amounts.parseMoment("2030-01-01T12:00:30+05:00", berlin)).contains(Instant.parse("2030-01-01T07:00:30Z"));
        assertThat(Amounts.parseMoment("2030-01-01T12:00Z", berlin)).contains(Instant.parse("2030-01-01T12:00:00Z"));
        assertThat(Amounts.parseMoment("tomorrow", berlin)).isEmpty();
        assertThat(Amounts.parseMoment("2030-02-30T12:00", berlin)).isEmpty();
    }
}
