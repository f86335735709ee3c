package dev.ferry.tck.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The test vectors of one part of the protocol, as JSON in the folder {@code vectors} of {@code bundles/core/protocol}: what goes in and what has to come out. A test says both, from what the code
 * does with fixed input, and {@link #verify} demands that the file says the same. With the system property {@code ferry.vectors=write} it writes the file instead.
 *
 * <p>Bytes are in lower-case hexadecimal, everything else is a text, a number or a list.
 */
public final class Vectors {
    private static final Path FOLDER = Path.of("../../core/protocol/vectors");

    private final Path file;
    private final Map<String, Map<String, Object>> cases = new LinkedHashMap<>();

    private Vectors(Path file) {
        this.file = file;
    }

    /** The vectors of {@code NAME.json}, for a bundle of the core. */
    public static Vectors of(String name) {
        return new Vectors(FOLDER.resolve(name + ".json"));
    }

    /** Begins a case, or goes on with it. */
    public Case in(String name) {
        return new Case(cases.computeIfAbsent(name, key -> new LinkedHashMap<>()));
    }

    /** One thing that is computed, with its inputs and outputs in the order in which they come up. */
    public static final class Case {
        private final Map<String, Object> values;

        private Case(Map<String, Object> values) {
            this.values = values;
        }

        /** Bytes. */
        public Case put(String name, byte[] bytes) {
            return keep(name, HexFormat.of().formatHex(bytes));
        }

        /** A number. */
        public Case put(String name, long number) {
            return keep(name, number);
        }

        /** A text. */
        public Case put(String name, String text) {
            return keep(name, text);
        }

        /** Texts, or lists of texts and numbers. */
        public Case put(String name, Collection<?> list) {
            return keep(name, List.copyOf(list));
        }

        private Case keep(String name, Object value) {
            assertThat(values.put(name, value)).as("named twice: " + name).isNull();
            return this;
        }
    }

    /** The file is there and says what was put. */
    public void verify() throws IOException {
        String json = json();
        if ("write".equals(System.getProperty("ferry.vectors"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, json);
        }
        assertThat(file).hasContent(json);
    }

    private String json() {
        List<String> written = new ArrayList<>();
        cases.forEach((name, values) -> {
            List<String> lines = new ArrayList<>();
            values.forEach((key, value) -> lines.add("    " + text(key) + ": " + value(value)));
            written.add("  " + text(name) + ": {\n" + String.join(",\n", lines) + "\n  }");
        });
        return "{\n" + String.join(",\n", written) + "\n}\n";
    }

    private static String value(Object value) {
        if (value instanceof Number) {
            return value.toString();
        }
        if (value instanceof Collection<?> list) {
            return "[" + String.join(", ", list.stream().map(Vectors::value).toList()) + "]";
        }
        return text(value.toString());
    }

    private static String text(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7e) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
