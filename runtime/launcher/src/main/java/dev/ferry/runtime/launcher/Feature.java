package dev.ferry.runtime.launcher;

import dev.ferry.edge.cli.host.HostException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One deployable choice: which bundles run, and what must be among them. The format stands in {@code features/README.md}.
 *
 * @param name     for example {@code lan}
 * @param bundles  symbolic names, each with an optional version range after a colon, in no order
 * @param requires capabilities that the bundles together must provide, {@code namespace;attribute=value}
 */
record Feature(String name, List<String> bundles, List<String> requires) {
    Feature {
        bundles = List.copyOf(bundles);
        requires = List.copyOf(requires);
    }

    /** Reads a feature with everything that it includes. */
    static Feature read(Path folder, String name) throws HostException {
        Set<String> bundles = new LinkedHashSet<>();
        Set<String> requires = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>(List.of(name));
        Deque<String> todo = new ArrayDeque<>(seen);
        while (!todo.isEmpty()) {
            JsonObject json = json(folder, todo.remove());
            bundles.addAll(texts(json, "bundles"));
            requires.addAll(texts(json, "requires"));
            texts(json, "includes").stream().filter(seen::add).forEach(todo::add);
        }
        return new Feature(name, List.copyOf(bundles), List.copyOf(requires));
    }

    private static JsonObject json(Path folder, String name) throws HostException {
        Path file = folder.resolve(name + ".json");
        if (!name.matches("[a-z][a-z0-9-]{0,31}") || !Files.isRegularFile(file)) {
            throw new HostException("no-feature", 4, "There is no feature \"" + name + "\" in " + folder
                    + ". The configuration names one that this installation does not have; take one of the files there.");
        }
        try (Reader text = Files.newBufferedReader(file); JsonReader reader = Json.createReader(text)) {
            return reader.readObject();
        } catch (IOException | JsonException | IllegalStateException e) {
            throw new HostException("bad-feature", 4, "The feature file " + file + " cannot be read: " + e.getMessage() + ". Unpack the distribution again.", e);
        }
    }

    private static List<String> texts(JsonObject json, String key) {
        List<String> texts = new ArrayList<>();
        if (json.containsKey(key)) {
            json.getJsonArray(key).getValuesAs(JsonString.class).forEach(value -> texts.add(value.getString()));
        }
        return texts;
    }
}
