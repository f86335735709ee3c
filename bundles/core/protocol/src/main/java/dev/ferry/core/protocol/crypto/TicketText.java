package dev.ferry.core.protocol.crypto;

import java.util.Arrays;

/** The text and link forms of a {@link Ticket}. */
final class TicketText {
    private static final String PREFIX = "FERRY:";
    private static final String SCHEME = "https://";
    /** Room for the longest ticket behind a long address of a page. */
    private static final int MAX_INPUT = 2048;

    private TicketText() {
    }

    static char[] text(Ticket ticket) {
        byte[] bytes = TicketCodec.encode(ticket);
        char[] encoded = Base32.encode(bytes);
        try {
            return join(PREFIX, encoded);
        } finally {
            Wipe.bytes(bytes);
            Wipe.chars(encoded);
        }
    }

    static char[] link(String page, Ticket ticket) {
        if (!page.startsWith(SCHEME) || page.indexOf('#') >= 0) {
            throw new IllegalArgumentException("a page begins with https:// and has no fragment of its own");
        }
        char[] text = text(ticket);
        try {
            return join(page + "#", text);
        } finally {
            Wipe.chars(text);
        }
    }

    static Ticket parse(char[] input) throws CodeFormatException {
        if (input.length > MAX_INPUT) {
            throw new CodeFormatException("This is too long for a ticket. A ticket begins with FERRY:.");
        }
        char[] text = new char[input.length];
        byte[] bytes = null;
        try {
            int length = 0;
            for (char c : input) {
                if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
                    text[length++] = c;
                }
            }
            int start = afterPrefix(text, length);
            bytes = Base32.decode(text, start, length);
            return TicketCodec.decode(bytes);
        } finally {
            Wipe.chars(text);
            Wipe.bytes(bytes);
        }
    }

    private static int afterPrefix(char[] text, int length) throws CodeFormatException {
        int start = 0;
        if (startsWith(text, 0, length, SCHEME)) {
            while (start < length && text[start] != '#') {
                start++;
            }
            if (start == length) {
                throw new CodeFormatException("The link has lost its end: a ticket stands after its #. Copy it whole.");
            }
            start++;
        }
        if (!startsWith(text, start, length, PREFIX)) {
            throw new CodeFormatException("This is no ticket. A ticket begins with FERRY:.");
        }
        return start + PREFIX.length();
    }

    private static boolean startsWith(char[] text, int from, int length, String prefix) {
        if (length - from < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            // ASCII only: full Unicode folding would take other letters for these.
            char c = text[from + i];
            char upper = c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
            char p = prefix.charAt(i);
            if (upper != (p >= 'a' && p <= 'z' ? (char) (p - 32) : p)) {
                return false;
            }
        }
        return true;
    }

    private static char[] join(String head, char[] tail) {
        char[] joined = Arrays.copyOf(head.toCharArray(), head.length() + tail.length);
        System.arraycopy(tail, 0, joined, head.length(), tail.length);
        return joined;
    }
}
