package dev.ferry.discovery.dht.internal.mainline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BencodeTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"i0e", "i-7e", "i9223372036854775807e", "i-9223372036854775808e", "0:", "4:spam", "le", "l4:spami42ee", "de", "d3:cow3:moo4:spam4:eggse", "d1:ad2:idi1eee"})
    void what_is_well_formed_is_read_and_written_again(String text) {
        assertThat(Bencode.parse(bytes(text)).orElseThrow().encode()).isEqualTo(bytes(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "i", "ie", "i-e", "i-0e", "i01e", "i+1e", "i 1e", "i1", "i9223372036854775808e", "i99999999999999999999999999e", "1", "1:", "2:a", "01:a", "-1:a", "1000000:a",
        "9999999999:a", "l", "li1e", "d", "di1e1:ae", "d1:ae", "d1:b0:1:a0:e", "d1:a0:1:a0:e", "i1ei2e", "4:spamx", "x", "lllllllleeeeeeee"})
    void what_is_not_is_refused(String text) {
        assertThat(Bencode.parse(bytes(text))).isEmpty();
    }

    @Test
    void crowds_are_refused() {
        assertThat(Bencode.parse(bytes("l" + "le".repeat(2000) + "e"))).isEmpty();
    }

    @Test
    void noise_never_throws() {
        Random random = new Random(3);
        byte[] good = new Bencode.Table().with("a", new Bencode.Table().with("id", new byte[20])).with("q", "get").with("t", new byte[4]).with("y", "q").encode();
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = good.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            Bencode.parse(noise).ifPresent(value -> assertThat(value.encode()).isEqualTo(noise));
        }
    }
}
