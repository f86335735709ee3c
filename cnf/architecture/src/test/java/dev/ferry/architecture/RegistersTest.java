package dev.ferry.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
