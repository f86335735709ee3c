package dev.ferry.runtime.launcher;

import dev.ferry.edge.cli.host.HostException;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParsingException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a person configured: the file {@code ferry.json} of the configuration folder, {@code {pid: {key: value}}}. A pid {@code name~instance} makes one more component
 * of a kind of which several may exist.
 *
 * @param byPid values are {@code String}, {@code Boolean}, {@code Long}, {@code Double} or arrays of {@code String}
 */
record Configuration(Map<String, Map<String, Object>> byPid) {
    /** The launcher's own part of the file. */
    private static final String LAUNCHER = "launcher";
    private static final String DEFAULT_FEATURE = "lan";

    Configuration {
        byPid = Map.copyOf(byPid);
    }

    static Configuration read(Path folder) throws HostException {
        Path file = folder.resolve("ferry.json");
        if (Files.notExists(file)) {
            return new Configuration(Map.of());
        }
        Map<String, Map<String, Object>> byPid = new LinkedHashMap<>();
        for (Map.Entry<String, JsonValue> pid : parse(file).entrySet()) {
            if (!(pid.getValue() instanceof JsonObject keys)) {
                throw bad(file, "\"" + pid.getKey() + "\" is not an object of keys and values");
            }
            Map<String, Object> values = new LinkedHashMap<>();
            for (Map.Entry<String, JsonValue> key : keys.entrySet()) {
                values.put(key.getKey(), value(file, pid.getKey() + "." + key.getKey(), key.getValue()));
            }
            byPid.put(pid.getKey(), Map.copyOf(values));
        }
        return new Configuration(byPid);
    }

    private static JsonObject parse(Path file) throws HostException {
        try (Reader text = Files.newBufferedReader(file); JsonReader reader = Json.createReader(text)) {
            return reader.readObject();
        } catch (JsonParsingException e) {
            throw bad(file, "line " + e.getLocation().getLineNumber() + ", column " + e.getLocation().getColumnNumber() + " is not what one JSON object has there");
        } catch (JsonException e) {
            throw bad(file, "it is not one JSON object");
        } catch (IOException e) {
            throw bad(file, "it cannot be read");
        } catch (RuntimeException e) {
            // The parser says so with a bare one.
            throw bad(file, "it is nested too deeply");
        }
    }

    private static Object value(Path file, String where, JsonValue value) throws HostException {
        if (value instanceof JsonString text) {
            return text.getString();
        }
        if (value instanceof JsonNumber number) {
            return number.isIntegral() ? (Object) number.longValue() : (Object) number.doubleValue();
        }
        if (value instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance)) {
            return array.getValuesAs(JsonString::getString).toArray(String[]::new);
        }
        return switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> throw bad(file, "\"" + where + "\" is neither a text, a number, true, false nor an array of texts");
        };
    }

    private static HostException bad(Path file, String what) {
        return new HostException("bad-configuration", 4, "The configuration in " + file + " is wrong: " + what + ". Nothing was started; correct it and start again.");
    }

    String feature() {
        return Optional.ofNullable(byPid.get(LAUNCHER)).map(l -> l.get("feature")).map(Object::toString).orElse(DEFAULT_FEATURE);
    }

    /** Everything that is not the launcher's. */
    Map<String, Map<String, Object>> forComponents() {
        Map<String, Map<String, Object>> rest = new LinkedHashMap<>(byPid);
        rest.remove(LAUNCHER);
        return rest;
    }
}
