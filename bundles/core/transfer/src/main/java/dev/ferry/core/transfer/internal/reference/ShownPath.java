package dev.ferry.core.transfer.internal.reference;

import dev.ferry.model.PeerText;

/** Paths as people see and type them: what {@link PeerText} makes of them, and back. */
final class ShownPath {
    private static final int HEX = 16;

    private ShownPath() { }

    static String shown(String path) {
        return PeerText.escape(path, Integer.MAX_VALUE);
    }

    /** @throws IllegalArgumentException it has a backslash that escapes nothing */
    static String said(String shown) {
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (c != '\\') {
                said.append(c);
            } else if (shown.startsWith("\\\\", i)) {
                said.append('\\');
                i++;
            } else {
                int end = shown.indexOf('}', i);
                if (!shown.startsWith("\\u{", i) || end < 0 || end - i > 9) {
                    throw new IllegalArgumentException("A backslash escapes nothing");
                }
                said.appendCodePoint(Integer.parseInt(shown.substring(i + 3, end), HEX));
                i = end;
            }
        }
        return said.toString();
    }
}
