package dev.ferry.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"plain.txt", "日本語 ملف", "e\u0301", "😀 emoji", "a'b $(id)"})
    void harmlessTextIsUnchanged(String text) {
        assertThat(PeerText.escape(text, 100)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"27,\\u{1b}", "10,\\u{a}", "155,\\u{9b}", "8238,\\u{202e}", "8203,\\u{200b}", "8232,\\u{2028}", "12644,\\u{3164}", "160,\\u{a0}", "55296,\\u{d800}"})
    void whatCouldMoveOrHideTextIsSpelledOut(int character, String spelled) {
        assertThat(PeerText.escape("a" + Character.toString(character) + "b", 100)).isEqualTo("a" + spelled + "b");
    }

    @Test
    void aBackslashCannotForgeAnEscape() {
        assertThat(PeerText.escape("\\u{1b}", 100)).isEqualTo("\\\\u{1b}");
    }

    @Test
    void longTextEndsWithinTheLimitAndNeverInsideAnEscape() {
        assertThat(PeerText.escape("abcdef", 6)).isEqualTo("abcdef");
        assertThat(PeerText.escape("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(PeerText.escape("abc\u001bd", 6)).isEqualTo("abc…");
    }
}
