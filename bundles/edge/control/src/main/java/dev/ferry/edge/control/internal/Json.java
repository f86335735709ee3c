package dev.ferry.edge.control.internal;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Map;
import org.eclipse.parsson.JsonProviderImpl;
import org.eclipse.parsson.api.JsonConfig;

/** The JSON library that this bundle carries; looking one up would ask the class path of whoever calls. */
final class Json {
    static final JsonProvider PROVIDER = new JsonProviderImpl();
    private static final int DEEPEST = 16;

    private Json() { }

    /** @throws JsonException the line is not one JSON object */
    static JsonObject object(String line) {
        try (JsonReader reader = PROVIDER.createReaderFactory(Map.of(JsonConfig.MAX_DEPTH, DEEPEST)).createReader(new StringReader(line))) {
            return reader.readObject();
        } catch (RuntimeException e) {
            throw new JsonException("Not one JSON object", e);
        }
    }
}
