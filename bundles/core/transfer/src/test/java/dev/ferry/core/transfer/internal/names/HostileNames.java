package dev.ferry.core.transfer.internal.names;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The corpus of hostile names, one JSON object a line. */
public final class HostileNames {
    private static final Pattern LINE = Pattern.compile("\\{\"class\": \"([^\"]*)\", \"expect\": \"([^\"]*)\", \"name\": \"(.*)\"}");

    /** One line of the corpus. */
    public record Hostile(String kind, String expect, String name) {
        @Override
        public String toString() {
            String shown = name.length() > 40 ? name.substring(0, 40) + "… (" + name.length() + ")" : name;
            return kind + " " + shown.codePoints().mapToObj(c -> c >= 0x20 && c < 0x7f ? Character.toString(c) : "\\u{%x}".formatted(c))
                    .reduce("", String::concat);
        }
    }

    private HostileNames() {
    }

    public static List<Hostile> all() {
        try (InputStream in = HostileNames.class.getResourceAsStream("hostile-names.jsonl")) {
            List<Hostile> all = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(HostileNames::parse).toList();
            if (all.size() < 100) {
                throw new IllegalStateException("The corpus is incomplete: " + all.size());
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Hostile parse(String line) {
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
            throw new IllegalStateException("Not a line of the corpus: " + line);
        }
        return new Hostile(m.group(1), m.group(2), unescape(m.group(3)));
    }

    private static String unescape(String json) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            c = json.charAt(++i);
            switch (c) {
                case 'u' -> {
                    text.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                default -> text.append(c);
            }
        }
        return text.toString();
    }
}
