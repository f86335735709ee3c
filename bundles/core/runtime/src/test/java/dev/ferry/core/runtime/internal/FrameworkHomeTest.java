package dev.ferry.core.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.runtime.Home;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameworkHomeTest {
    private final Map<String, String> properties = new HashMap<>(Map.of("ferry.home.config", "/h/config", "ferry.home.state", "/h/state", "ferry.home.cache", "/h/cache",
            "ferry.home.run", "/h/run", "ferry.home.inbox", "/h/inbox"));

    @Test
    void is_where_the_launcher_says() throws FerryException {
        Home home = new FrameworkHome(properties::get);
        assertThat(home.config()).isEqualTo(Path.of("/h/config"));
        assertThat(home.state()).isEqualTo(Path.of("/h/state"));
        assertThat(home.cache()).isEqualTo(Path.of("/h/cache"));
        assertThat(home.run()).isEqualTo(Path.of("/h/run"));
        assertThat(home.inbox()).isEqualTo(Path.of("/h/inbox"));
        assertThat(home.guest()).isFalse();
    }

    @Test
    void its_own_folders_are_all_but_the_inbox() throws FerryException {
        List<Path> four = List.of(Path.of("/h/config"), Path.of("/h/state"), Path.of("/h/cache"), Path.of("/h/run"));
        assertThat(new FrameworkHome(properties::get).own()).containsExactlyElementsOf(four);
        properties.put("ferry.home.plugins", "/h/plugins");
        assertThat(new FrameworkHome(properties::get).own()).containsAll(four).contains(Path.of("/h/plugins")).hasSize(5);
    }

    @Test
    void knows_whether_it_is_a_guest() throws FerryException {
        properties.put("ferry.guest", "true");
        assertThat(new FrameworkHome(properties::get).guest()).isTrue();
    }

    @Test
    void knows_whether_it_is_there_for_one_command() throws FerryException {
        assertThat(new FrameworkHome(properties::get).passing()).isFalse();
        properties.put("ferry.passing", "true");
        assertThat(new FrameworkHome(properties::get).passing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "state", "cache", "run", "inbox"})
    void refuses_a_folder_that_is_missing_or_relative_by_its_name(String folder) {
        for (String value : new String[] {null, " ", "somewhere/else"}) {
            properties.put("ferry.home." + folder, value);
            assertThatThrownBy(() -> new FrameworkHome(properties::get)).isInstanceOfSatisfying(FerryException.class, refused ->
                    assertThat(refused.problem()).isInstanceOfSatisfying(Problem.BadConfiguration.class,
                            problem -> assertThat(problem.key()).isEqualTo("ferry.home." + folder)));
        }
    }
}
