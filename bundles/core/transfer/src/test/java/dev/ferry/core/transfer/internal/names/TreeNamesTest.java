package dev.ferry.core.transfer.internal.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeNamesTest {
    private final TreeNames tree = new TreeNames();

    @ParameterizedTest
    @CsvSource({"README,readme", "stra\u00dfe,STRASSE", "\u212a.txt,k.txt", "\u017f.txt,s.txt", "\ufb01le,file", "\u0131.txt,I.txt", "\u00e9,e\u0301", "\u03c3,\u03c2",
        "a\u200db,a_b", "\u0130.txt,i\u0307.txt"})
    void namesThatSomeFileSystemTakesForOneGetANumber(String first, String second) {
        assertThat(file(first)).isEqualTo(((NameVerdict.Usable) NameRules.judge(first)).path().toString());
        assertThat(file(second)).endsWith(second.contains(".txt") ? " (2).txt" : " (2)");
    }

    @Test
    void unlikeNamesStay() {
        assertThat(List.of(file("a.txt"), file("b.txt"), directory("a"), file("a/a.txt"))).containsExactly("a.txt", "b.txt", "a", "a/a.txt");
    }

    @Test
    void everyEntryOfThousandAlikeGetsItsOwnName() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            keys.add(CollisionKey.of(file(i % 2 == 0 ? "Same.txt" : "same (2).txt")));
        }
        assertThat(keys).hasSize(1000);
    }

    @Test
    void aFileAndADirectoryOfOneNameAreKeptApart() {
        assertThat(file("parent")).isEqualTo("parent");
        assertThat(file("parent/child")).isEqualTo("parent (2)/child");
    }

    @Test
    void twoTopFoldersOfOneNameAreKeptApart() {
        assertThat(directory("d")).isEqualTo("d");
        assertThat(file("d/x")).isEqualTo("d/x");
        assertThat(directory("d")).isEqualTo("d (2)");
        assertThat(file("d/x")).isEqualTo("d (2)/x");
    }

    @Test
    void directoriesThatWereNeutralisedToOneNameAreKeptApart() {
        assertThat(file("ab:c/x")).isEqualTo("ab_c/x");
        assertThat(file("ab_c/x")).isEqualTo("ab_c (2)/x");
    }

    @Test
    void aDirectoryDeclaredAfterItsFirstFileIsTheSameDirectory() {
        assertThat(file("d/x")).isEqualTo("d/x");
        assertThat(directory("d")).isEqualTo("d");
        assertThat(file("d/y")).isEqualTo("d/y");
    }

    @Test
    void comingBackToADirectoryThatWasLeftLosesNothing() {
        List<String> paths = new ArrayList<>();
        for (String path : List.of("a/x", "b/x", "a/x", "b/x", "a/x")) {
            paths.add(file(path));
        }
        assertThat(paths).doesNotHaveDuplicates().startsWith("a/x", "b/x", "a (2)/x");
    }

    @Test
    void aRenamedDirectoryTakesItsContentAlong() {
        SafePath given = tree.directory(usable("d"));
        tree.renamed(given, given.numbered(2, true));
        assertThat(file("d/x")).isEqualTo("d (2)/x");
    }

    @Test
    void numbersGoBeforeTheExtensionAndFitTheLimit() {
        file("a.tar.gz");
        assertThat(file("A.tar.gz")).isEqualTo("A (2).tar.gz");
        file("x".repeat(251) + ".txt");
        assertThat(file("X".repeat(251) + ".txt")).hasSize(255).endsWith("X (2).txt");
    }

    private String file(String said) {
        return tree.file(usable(said)).toString();
    }

    private String directory(String said) {
        return tree.directory(usable(said)).toString();
    }

    private static NameVerdict.Usable usable(String said) {
        return (NameVerdict.Usable) NameRules.judge(said);
    }
}
