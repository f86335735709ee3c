package dev.ferry.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The plugin guide lists each rule of the contract tests, in the test's own words, and no other. */
class PluginGuideTest {
    private static final Pattern TEST = Pattern.compile("@DisplayName\\(\"([A-Z]\\d+) (.+?)\"\\)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]\\d+) \\| (.+?) \\| `\\w+\\.\\w+` \\|$");

    @Test
    void the_guide_and_the_tests_have_the_same_rules() throws IOException {
        Set<String> tested = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Ferry.ROOT.resolve("bundles/contract/tck/src/main/java"))) {
            sources.filter(file -> file.toString().endsWith(".java")).forEach(file -> tested.addAll(rules(TEST, file)));
        }
        assertThat(rules(ROW, Ferry.ROOT.resolve("bundles/contract/spi/README.md"))).isEqualTo(tested).hasSizeGreaterThan(50);
    }

    private static Set<String> rules(Pattern pattern, Path file) {
        try {
            Set<String> rules = new TreeSet<>();
            Matcher matcher = pattern.matcher(Files.readString(file));
            while (matcher.find()) {
                rules.add(matcher.group(1) + " " + matcher.group(2));
            }
            return rules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
