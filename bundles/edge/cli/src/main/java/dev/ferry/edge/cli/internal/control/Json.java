package dev.ferry.edge.cli.internal.control;

import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Map;
import org.eclipse.parsson.JsonProviderImpl;
import org.eclipse.parsson.api.JsonConfig;

/** The one JSON provider of the command, named instead of looked up: a search of the class path costs a start. */
public final class Json {
    public static final JsonProvider PROVIDER = new JsonProviderImpl();
    private static final int DEEPEST = 16;

    private Json() { }

    public static JsonObject object(String line) {
        try (JsonReader reader = PROVIDER.createReaderFactory(Map.of(JsonConfig.MAX_DEPTH, DEEPEST)).createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }
}
