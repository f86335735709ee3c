package dev.ferry.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A document that names a test as a proof names one that there is. */
class NamedTestsTest {
    private static final Path ATTACKS = Ferry.ROOT.resolve("ATTACKS.md");
    private static final Path PARSERS = Ferry.ROOT.resolve("bundles/contract/tck/README.md");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?`");
    private static final Pattern METHOD = Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b.*?\\bvoid (\\w+)\\(", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| [^|\\n]+ \\| [^|\\n]+ \\| ([^|\\n]+) \\|$");
    private static final Pattern TARGET = Pattern.compile("Fuzz\\.of\\(\"([\\w-]+)\"\\)|steps\\(\"([\\w-]+)\",");

    /** By the names of their classes, which several bundles may use. */
    private static final Map<String, Set<String>> TESTS = new HashMap<>();
    private static final Set<String> TARGETS = new TreeSet<>();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.walk(Ferry.ROOT)) {
            files.filter(file -> file.toString().endsWith(".java") && !file.toString().contains("/target/")
                    && (file.toString().contains("/src/test/java/") || file.toString().contains("/contract/tck/"))).forEach(NamedTestsTest::read);
        }
    }

    private static void read(Path file) {
        try {
            String source = Files.readString(file);
            Set<String> methods = TESTS.computeIfAbsent(file.getFileName().toString().replace(".java", ""), name -> new HashSet<>());
            METHOD.matcher(source).results().forEach(found -> methods.add(found.group(1)));
            if (file.toString().endsWith("FuzzTest.java")) {
                TARGET.matcher(source).results().forEach(found -> TARGETS.add(found.group(1) == null ? found.group(2) : found.group(1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void every_named_test_exists() throws IOException {
        int named = 0;
        for (Path document : List.of(ATTACKS, PARSERS)) {
            Matcher matcher = NAMED.matcher(Files.readString(document));
            while (matcher.find()) {
                named++;
                assertThat(TESTS).as(document + " names " + matcher.group()).containsKey(matcher.group(1));
                if (matcher.group(2) != null) {
                    assertThat(TESTS.get(matcher.group(1))).as(document + " names " + matcher.group()).contains(matcher.group(2));
                }
            }
        }
        assertThat(named).isGreaterThan(100);
    }

    @Test
    void every_attack_has_a_test_or_a_reason_why_it_does_not_apply() throws IOException {
        String text = Files.readString(ATTACKS);
        List<String> shown = ROW.matcher(text.substring(text.indexOf("## What broke others"), text.indexOf("## Not promised"))).results().map(row -> row.group(1))
                .filter(cell -> !cell.equals("shown by") && !cell.equals("---")).toList();
        assertThat(shown).hasSizeGreaterThan(50).allMatch(cell -> cell.startsWith("does not apply: ") || NAMED.matcher(cell).results().anyMatch(named -> named.group(2) != null));
    }

    @Test
    void every_parser_that_is_fed_changed_inputs_stands_in_the_table() throws IOException {
        Set<String> listed = Pattern.compile("(?m)^\\| .* \\| `([\\w-]+)` \\| `\\w+` \\|$").matcher(Files.readString(PARSERS)).results().map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(TARGETS).hasSizeGreaterThan(40);
    }
}
