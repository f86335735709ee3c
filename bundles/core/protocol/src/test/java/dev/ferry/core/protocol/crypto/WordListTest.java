package dev.ferry.core.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What makes the words easy to read out, to hear and to tell apart. */
class WordListTest {
    private final List<String> words = WordList.all();

    @Test
    void thereAre1024OfThreeToEightLetters() {
        assertThat(words).hasSize(1024).doesNotHaveDuplicates()
                .allSatisfy(word -> assertThat(word).matches("[a-z]{3,8}"));
    }

    @Test
    void theFirstFourLettersSuffice() {
        Set<String> beginnings = new HashSet<>();
        words.forEach(word -> beginnings.add(word.substring(0, Math.min(4, word.length()))));
        assertThat(beginnings).hasSameSizeAs(words);
    }

    @Test
    void noTwoDifferInOneLetterOnly() {
        Set<String> known = new HashSet<>(words);
        Set<String> tooClose = new HashSet<>();
        for (String word : words) {
            for (int i = 0; i <= word.length(); i++) {
                for (char c = 'a'; c <= 'z'; c++) {
                    tooClose.add(word.substring(0, i) + c + word.substring(i));
                    if (i < word.length() && word.charAt(i) != c) {
                        tooClose.add(word.substring(0, i) + c + word.substring(i + 1));
                    }
                }
            }
        }
        tooClose.retainAll(known);
        assertThat(tooClose).isEmpty();
    }

    @Test
    void tenBitsMakeAWord() {
        assertThat(WordList.words(Hex.of("0000000000")))
                .containsExactly(words.get(0), words.get(0), words.get(0), words.get(0));
        assertThat(WordList.words(Hex.of("ffffffffff")))
                .containsExactly(words.get(1023), words.get(1023), words.get(1023), words.get(1023));
        assertThat(WordList.words(Hex.of("0040200c04")))
                .containsExactly(words.get(1), words.get(2), words.get(3), words.get(4));
    }
}
