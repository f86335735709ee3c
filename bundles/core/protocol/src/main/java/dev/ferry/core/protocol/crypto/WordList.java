package dev.ferry.core.protocol.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The check words, a number of {@value #BITS} bits each; the file beside this class is part of the protocol. */
final class WordList {
    static final int BITS = 10;
    private static final String RESOURCE = "check-words.txt";

    private WordList() {
    }

    /** Holds the list from the first use on. */
    private static final class Holder {
        private static final List<String> WORDS = load();
    }

    static List<String> all() {
        return Holder.WORDS;
    }

    /** The words whose numbers stand in {@code bits} one after the other, high bit first; a rest is not used. */
    static List<String> words(byte[] bits) {
        List<String> out = new ArrayList<>();
        int held = 0;
        int heldBits = 0;
        for (byte b : bits) {
            held = held << Byte.SIZE | b & 0xff;
            heldBits += Byte.SIZE;
            if (heldBits >= BITS) {
                heldBits -= BITS;
                out.add(all().get(held >>> heldBits & (1 << BITS) - 1));
            }
        }
        return List.copyOf(out);
    }

    private static List<String> load() {
        try (InputStream in = WordList.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the bundle lacks its " + RESOURCE);
            }
            List<String> words = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines().filter(line -> !line.startsWith("#")).toList();
            if (words.size() != 1 << BITS) {
                throw new IllegalStateException(RESOURCE + " has " + words.size() + " words");
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }
}
