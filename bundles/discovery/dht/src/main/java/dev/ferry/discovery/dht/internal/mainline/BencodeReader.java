package dev.ferry.discovery.dht.internal.mainline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads one value and is strict about it. What it makes is never larger than a small multiple of what it reads. */
final class BencodeReader {
    /** A message has three levels; a stack must not be somebody else's to fill. */
    private static final int DEEPEST = 6;
    private static final int MOST_VALUES = 512;
    private static final int LONGEST_NUMBER = 20;
    private static final int LONGEST_LENGTH = 6;

    private final byte[] in;
    private int at;
    private int values;

    private BencodeReader(byte[] in) {
        this.in = in;
    }

    static Optional<Bencode> read(byte[] bytes) {
        try {
            BencodeReader reader = new BencodeReader(bytes);
            Bencode value = reader.value(0);
            return reader.at == bytes.length ? Optional.of(value) : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private Bencode value(int depth) throws MalformedException {
        require(depth < DEEPEST && ++values <= MOST_VALUES);
        byte first = peek();
        switch (first) {
            case 'i':
                at++;
                return new Bencode.Whole(number('e', LONGEST_NUMBER));
            case 'l':
                at++;
                List<Bencode> items = new ArrayList<>();
                while (peek() != 'e') {
                    items.add(value(depth + 1));
                }
                at++;
                return new Bencode.Row(items);
            case 'd':
                at++;
                return table(depth);
            default:
                return new Bencode.Text(text());
        }
    }

    private Bencode.Table table(int depth) throws MalformedException {
        TreeMap<String, Bencode> entries = new TreeMap<>();
        while (peek() != 'e') {
            String key = new String(text(), StandardCharsets.ISO_8859_1);
            require(entries.isEmpty() || entries.lastKey().compareTo(key) < 0);
            entries.put(key, value(depth + 1));
        }
        at++;
        return new Bencode.Table(entries);
    }

    private byte[] text() throws MalformedException {
        require(peek() >= '0' && peek() <= '9');
        long length = number(':', LONGEST_LENGTH);
        require(length <= in.length - at);
        byte[] bytes = Arrays.copyOfRange(in, at, at + (int) length);
        at += (int) length;
        return bytes;
    }

    /** Up to the end mark: no leading zero, no minus before zero, no plus. */
    private long number(char end, int longest) throws MalformedException {
        int start = at;
        while (peek() != end) {
            require(at - start < longest);
            at++;
        }
        String digits = new String(in, start, at - start, StandardCharsets.ISO_8859_1);
        at++;
        require(digits.matches("0|-?[1-9][0-9]*"));
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new MalformedException();
        }
    }

    private byte peek() throws MalformedException {
        require(at < in.length);
        return in[at];
    }

    private static void require(boolean condition) throws MalformedException {
        if (!condition) {
            throw new MalformedException();
        }
    }

    private static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        /** Without a stack trace: a flood of nonsense must not buy any. */
        MalformedException() {
            super("malformed", null, false, false);
        }
    }
}
