package dev.ferry.edge.cli.internal.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x07, 0x09, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x9b, 0xa0, 0xad, 0x200b, 0x200e, 0x202e, 0x2028, 0x2066, 0xfeff, 0xe000, 0x3164, 0x2800, 0xe0001})
    void what_moves_hides_or_turns_text_is_written_out(int c) {
        String text = "a" + Character.toString(c) + "b";

        assertThat(SafeText.line(text)).isEqualTo("a\\u{" + Integer.toHexString(c) + "}b");
    }

    @Test
    void half_a_surrogate_pair_is_written_out() {
        assertThat(SafeText.line("x\ud83d")).isEqualTo("x\\u{d83d}");
    }

    @Test
    void what_is_safe_stays() {
        assertThat(SafeText.line("Grüße 東京 😀 \\ \"quoted\"")).isEqualTo("Grüße 東京 😀 \\ \"quoted\"");
    }

    @Test
    void twice_is_the_same_as_once() {
        String once = SafeText.line("\u202egpj.exe");

        assertThat(SafeText.line(once)).isEqualTo(once);
    }

    @Test
    void json_uses_its_own_escapes_so_that_a_program_reads_the_same() {
        assertThat(SafeText.json("{\"name\":\"a\u202eb\u009bc\"}")).isEqualTo("{\"name\":\"a\\u202eb\\u009bc\"}");
        assertThat(SafeText.json("{\"name\":\"" + Character.toString(0xe0001) + "\"}")).isEqualTo("{\"name\":\"\\udb40\\udc01\"}");
    }
}
