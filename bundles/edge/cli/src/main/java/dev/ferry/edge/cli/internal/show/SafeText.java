package dev.ferry.edge.cli.internal.show;

/**
 * The last word on what may reach a terminal. The daemon has escaped what peers sent already; this makes sure, and leaves alone what is safe. Control, format, bidi, zero-width,
 * private and unassigned characters and lone surrogates become {@code \}{@code u{hex}}.
 */
public final class SafeText {
    private SafeText() { }

    /** One line for a person: no line break survives. */
    public static String line(String text) {
        if (text.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            return text;
        }
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isSafe(c)) {
                safe.appendCodePoint(c);
            } else {
                safe.append("\\u{").append(Integer.toHexString(c)).append('}');
            }
        });
        return safe.toString();
    }

    /** JSON with the same characters in JSON's own escapes: what a program reads is unchanged. Such characters occur only within JSON's strings. */
    public static String json(String json) {
        if (json.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            return json;
        }
        StringBuilder safe = new StringBuilder();
        json.codePoints().forEach(c -> {
            if (isSafe(c)) {
                safe.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    safe.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return safe.toString();
    }

    private static boolean isSafe(int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED, Character.LINE_SEPARATOR,
                 Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR -> false;
            // Fillers that look like nothing: Hangul fillers and the braille blank.
            default -> c != 0x115f && c != 0x1160 && c != 0x3164 && c != 0xffa0 && c != 0x2800;
        };
    }
}
