package dev.ferry.core.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairingCodeTest {
    @ParameterizedTest(name = "<{0}>")
    @CsvSource(quoteCharacter = '"', value = {
        "7-1234-5678,7", "71234-5678,7", "7-12345678,7", "712345678,7", "\" 7 - 1234 - 5678 \",7",
        "7 1234 5678,7", "7 12 34 56 78,7", "7\u20131234\u22125678,7", "42-1234-5678,42", "9991234 5678,999",
        "\uff17\u30001234\u30005678,7", "\u0667-1234-5678,7", "\"7-1234-5678\n\",7"})
    void lenientInputGivesTheSameCode(String typed, int nameplate) throws Exception {
        PairingCode code = PairingCode.parse(typed.toCharArray());
        assertThat(code.nameplate()).isEqualTo(nameplate);
        assertThat(new String(code.secret(), StandardCharsets.US_ASCII)).isEqualTo("12345678");
        assertThat(new String(code.display())).isEqualTo(nameplate + "-1234-5678");
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(strings = {
        "", "1", "87654312", "8765-4312", "-8765-4312", "1-8765-431", "18-765-4312", "1-8765-43129", "1-876-54312",
        "8765-8765-4312", "876543129087", "0-8765-4312", "00187654312", "1-8765-431a", "1_8765_4312",
        "1-8765-4312-", "1.8765.4312", "\u0000-8765-4312", "1-8765-4312; rm"})
    void whatIsNoCodeIsExplained(String typed) {
        assertThatThrownBy(() -> PairingCode.parse(typed.toCharArray())).isInstanceOf(CodeFormatException.class)
                .message().matches(".*[.?]").satisfies(message -> {
                    if (typed.length() > 2) {
                        assertThat(message).doesNotContain(typed);
                    }
                });
    }

    @Test
    void aVeryLongTextIsRefused() {
        assertThatThrownBy(() -> PairingCode.parse("1".repeat(10_000).toCharArray()))
                .isInstanceOf(CodeFormatException.class);
    }

    @Test
    void generatedCodesUseAllDigitsAndSurviveATripOverPaper() throws Exception {
        int[][] counts = new int[PairingCode.SECRET_DIGITS][10];
        Set<Integer> nameplates = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            PairingCode code = PairingCode.generate(Links.RANDOM, plate -> false);
            assertThat(code.nameplate()).isBetween(1, 999);
            nameplates.add(code.nameplate());
            byte[] secret = code.secret();
            for (int digit = 0; digit < secret.length; digit++) {
                counts[digit][secret[digit] - '0']++;
            }
            assertThat(PairingCode.parse(code.display()).secret()).isEqualTo(secret);
        }
        // 200 are expected of each; 100 to 300 is beyond seven standard deviations.
        for (int[] place : counts) {
            for (int count : place) {
                assertThat(count).isBetween(100, 300);
            }
        }
        assertThat(nameplates).hasSizeGreaterThan(700);
    }

    @Test
    void nameplatesOfOthersAreAvoided() {
        assertThat(PairingCode.generate(Links.RANDOM, plate -> plate != 123).nameplate()).isEqualTo(123);
        assertThat(PairingCode.generate(Links.RANDOM, plate -> true).nameplate()).isBetween(1, 999);
    }

    @Test
    void theSecretIsNeitherPrintedNorKept() throws Exception {
        PairingCode code = PairingCode.parse("7-1234-5678".toCharArray());
        assertThat(code.toString()).doesNotContain("1234").doesNotContain("5678");
        code.close();
        assertThat(code.secret()).containsOnly(0);
    }
}
