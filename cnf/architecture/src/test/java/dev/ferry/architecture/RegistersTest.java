package dev.ferry.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plugin is one folder, and these are the places where a person looks for it. */
class RegistersTest {

    private static final Path BUNDLES = Ferry.ROOT.resolve("bundles");

    @ParameterizedTest
    @MethodSource("plugins")
    void has_a_row_in_the_registry(Path plugin) {
        assertThat(BUNDLES.resolve("REGISTRY.md")).content().as("one row starts with | `%s`", id(plugin)).contains("\n| `" + id(plugin) + "` |");
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void has_a_page_about_itself(Path plugin) {
        assertThat(plugin.resolve("README.md")).isNotEmptyFile();
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void passes_the_contract_of_its_role(Path plugin) {
        assertThat(sources(plugin.resolve("src/test/java"), file -> file.toString().endsWith("ContractTest.java")))
                .as("a test class …ContractTest that extends the one of dev.ferry.tck")
                .anySatisfy(test -> assertThat(test).content().contains("import dev.ferry.tck."));
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void belongs_to_a_feature(Path plugin) {
        assertThat(sources(Ferry.ROOT.resolve("features"), file -> !file.endsWith("pom.xml") && !file.endsWith("README.md")))
                .as("a feature file that names dev.ferry." + id(plugin).replace('/', '.'))
                .anySatisfy(feature -> assertThat(feature).content().contains("dev.ferry." + id(plugin).replace('/', '.')));
    }

    static Stream<Path> plugins() {
        return Stream.of("discovery", "transport", "security").flatMap(role -> list(BUNDLES.resolve(role)))
                .filter(folder -> Files.exists(folder.resolve("pom.xml")));
    }

    private static String id(Path plugin) {
        return BUNDLES.relativize(plugin).toString();
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> sources(Path folder, Predicate<Path> chosen) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> Files.isRegularFile(file) && !file.toString().contains("/target/") && chosen.test(file)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
