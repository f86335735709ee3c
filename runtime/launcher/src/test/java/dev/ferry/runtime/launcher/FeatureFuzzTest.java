package dev.ferry.runtime.launcher;

import dev.ferry.edge.cli.host.HostException;
import dev.ferry.tck.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFuzzTest {
    @TempDir
    Path folder;

    /** Feature files may be a vendor's own. */
    @Test
    void features() throws Exception {
        String proper = "{ \"bundles\": [\"dev.ferry.core.link\", \"dev.ferry.model:[1,2)\"], \"requires\": [\"ferry.role;id=x\"], \"includes\": [\"base\"] }";
        Files.writeString(folder.resolve("base.json"), "{ \"bundles\": [\"b\"] }");
        Fuzz.of("features").times(2_000).like(proper.getBytes(StandardCharsets.UTF_8)).promising(HostException.class).run(input -> {
            Files.write(folder.resolve("lan.json"), input);
            Feature.read(folder, "lan");
        });
    }
}
