package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are moved between two daemons. */
class MovedTest {
    @TempDir
    Path folder;
    private Device anna;
    private Device ben;

    @BeforeEach
    void devices() {
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        anna.up();
        ben.up();
        DaemonsTest.pair(ben, anna);
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    @Test
    void aTreeIsMovedBetweenTrustedDevicesAndStaysWhereItIsBetweenOthers() throws Exception {
        Path tree = Trees.varied(folder);
        Map<String, String> picture = Trees.picture(tree);
        Command refused = anna.run(24, "send", tree.toString(), "--to", "ben", "--move", "--ndjson");
        assertThat(refused.event("error").getString("message")).contains("may not move files", "ferry trust");
        assertThat(Trees.picture(tree)).isEqualTo(picture);

        anna.run(0, "trust", "ben", "trusted");
        ben.run(0, "trust", "anna", "trusted");
        anna.run(0, "send", tree.toString(), "--to", "ben", "--move", "--ndjson");
        assertThat(tree).doesNotExist();
        assertThat(Trees.picture(arrived(tree.getFileName()))).isEqualTo(picture);
    }

    private Path arrived(Path name) throws IOException {
        try (Stream<Path> inbox = Files.walk(ben.home().resolve("inbox"))) {
            return inbox.filter(path -> path.endsWith(name)).findFirst().orElseThrow();
        }
    }
}
