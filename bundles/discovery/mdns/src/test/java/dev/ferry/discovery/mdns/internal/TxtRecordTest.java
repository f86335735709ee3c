package dev.ferry.discovery.mdns.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.spi.discovery.Advertisement;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TxtRecordTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 188, 189, 190, 400, Advertisement.MAX_RECORD})
    void brings_back_every_byte(int length) {
        byte[] record = new byte[length];
        RandomGenerator.getDefault().nextBytes(record);

        assertThat(TxtRecord.decode(TxtRecord.encode(record))).hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(record));
    }

    @Test
    void the_largest_record_stays_below_what_one_packet_carries() {
        assertThat(TxtRecord.encode(new byte[Advertisement.MAX_RECORD])).hasSizeLessThanOrEqualTo(1100);
    }

    @Test
    void a_record_that_no_advertisement_has_is_nothing() {
        assertThat(TxtRecord.decode(TxtRecord.encode(new byte[Advertisement.MAX_RECORD + 1]))).isEmpty();
    }

    @Test
    void entries_of_others_are_passed_over() {
        assertThat(TxtRecord.decode("\u0003x=1\u0007r0=AQID\u0004flag".getBytes(StandardCharsets.ISO_8859_1)))
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1, 2, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "\u0003", "\u00ffr0=AQID", "\u0003r0=", "\u0007r0=A+/=", "\u0007r1=AQID", "\u0007r0=\u0000\u00ff\u00fe="})
    void what_is_malformed_is_nothing(String txt) {
        assertThat(TxtRecord.decode(txt.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
    }
}
