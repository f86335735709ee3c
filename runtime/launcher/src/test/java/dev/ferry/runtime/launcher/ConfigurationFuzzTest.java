package dev.ferry.runtime.launcher;

import dev.ferry.edge.cli.host.HostException;
import dev.ferry.tck.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFuzzTest {
    @TempDir
    Path folder;

    @Test
    void configurations() {
        String proper = "{ \"launcher\": { \"feature\": \"lan\" }, \"dev.ferry.core.link\": { \"port\": 47900, \"ratio\": 1.5e3, \"on\": true, \"interfaces\": [\"lo\", \"\\u00e9\"] } }";
        Fuzz.of("configurations").times(2_000).like(proper.getBytes(StandardCharsets.UTF_8)).promising(HostException.class).run(input -> {
            Files.write(folder.resolve("ferry.json"), input);
            Configuration.read(folder).feature();
        });
    }
}
