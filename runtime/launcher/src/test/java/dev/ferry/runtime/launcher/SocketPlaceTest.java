package dev.ferry.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketPlaceTest {
    @TempDir
    Path temporary;

    @Test
    void a_short_path_is_taken_as_it_is() throws Exception {
        assertThat(SocketPlace.of(Path.of("/home/me/run"), temporary, "control.sock")).isEqualTo(Path.of("/home/me/run/control.sock"));
    }

    @Test
    void a_path_longer_than_the_kernel_takes_moves_to_a_short_private_folder_of_its_own() throws Exception {
        Path deep = Path.of("/home/" + "x".repeat(100));
        Path place = SocketPlace.of(deep, temporary, "control.sock");

        assertThat(place).startsWithRaw(temporary).isEqualTo(SocketPlace.of(deep, temporary, "control.sock"));
        assertThat(SocketPlace.of(deep.resolve("y"), temporary, "control.sock")).isNotEqualTo(place);
    }
}
