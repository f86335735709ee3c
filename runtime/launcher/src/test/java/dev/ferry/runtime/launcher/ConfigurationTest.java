package dev.ferry.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ferry.edge.cli.host.HostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {
    @TempDir
    Path folder;

    private Configuration read(String text) throws Exception {
        Files.writeString(folder.resolve("ferry.json"), text);
        return Configuration.read(folder);
    }

    @Test
    void no_file_is_no_configuration() throws Exception {
        assertThat(Configuration.read(folder).forComponents()).isEmpty();
        assertThat(Configuration.read(folder).feature()).isEqualTo("lan");
    }

    @Test
    void values_keep_their_types() throws Exception {
        Map<String, Object> values = read("{\"p\": {\"text\": \"x\", \"whole\": 5, \"part\": 0.5, \"yes\": true, \"list\": [\"a\", \"b\"]}}").forComponents().get("p");

        assertThat(values).containsEntry("text", "x").containsEntry("whole", 5L).containsEntry("part", 0.5).containsEntry("yes", true);
        assertThat((String[]) values.get("list")).containsExactly("a", "b");
    }

    @Test
    void the_launchers_part_is_its_own() throws Exception {
        Configuration configuration = read("{\"launcher\": {\"feature\": \"base\"}, \"p\": {}}");

        assertThat(configuration.feature()).isEqualTo("base");
        assertThat(configuration.forComponents()).containsOnlyKeys("p");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("{\"p\": ", "line 1, column"),
                arguments("[]", "line 1, column"),
                arguments("{\"p\":\n  x}", "line 2, column"),
                arguments("{\"p\": 5}", "\"p\" is not an object"),
                arguments("{\"p\": {\"k\": null}}", "\"p.k\""),
                arguments("{\"p\": {\"k\": [1]}}", "\"p.k\""),
                arguments("{\"p\": {\"k\": {\"deep\": 1}}}", "\"p.k\""));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void what_is_wrong_is_named_with_its_file(String text, String named) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(HostException.class).hasMessageContaining(folder.resolve("ferry.json").toString()).hasMessageContaining(named)
                .satisfies(e -> assertThat(((HostException) e).exit()).isEqualTo(4));
    }
}
