package dev.ferry.model;

/**
 * Makes text that came from another device safe to show on a terminal, in a log and in JSON: control, format, bidi, zero-width, private and unassigned characters
 * and lone surrogates become {@code \}{@code u{hex}}, a backslash becomes two. What is safe already comes back unchanged.
 */
public final class PeerText {
    private PeerText() { }

    /**
     * @param text from a peer
     * @param most most characters of the result; longer text ends in {@code …}
     */
    public static String escape(String text, int most) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            String piece = piece(c);
            if (safe.length() + piece.length() > most - (i < text.length() ? 1 : 0)) {
                return safe.append('…').toString();
            }
            safe.append(piece);
        }
        return safe.toString();
    }

    private static String piece(int c) {
        if (c == '\\') {
            return "\\\\";
        }
        return isSafe(c) ? Character.toString(c) : "\\u{" + Integer.toHexString(c) + "}";
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
