package dev.ferry.edge.control.internal;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.model.FerryException;
import dev.ferry.tck.fuzz.Fuzz;
import jakarta.json.JsonException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControlFuzzTest {
    @Test
    void requests() {
        Fuzz.of("requests").promising(IOException.class).promising(JsonException.class).promising(FerryException.class).run(input -> {
            LineReader lines = new LineReader(new ByteArrayInputStream(input));
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                Arguments arguments = new Arguments(Json.object(line.get()), Path.of("/tmp"));
                arguments.flag("yes");
                arguments.text("verb");
                arguments.number("timeoutMillis");
                arguments.limit("limit");
                arguments.texts("files");
                arguments.constant(ConflictPolicy.class, "conflict");
                arguments.path(arguments.text("folder").orElse("."));
                arguments.uuid("offer");
            }
        });
    }
}
