package dev.ferry.edge.deploy.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of plugins that somebody offers, as the README of this bundle describes it.
 *
 * @param serial  grows with each index of one signer
 * @param expires from then on it is too old to say what is current
 * @param plugins by symbolic name
 */
record Index(long serial, Instant expires, Map<String, Offer> plugins) {
    private static final String FIRST = "ferry-plugin-index 1";
    private static final Pattern SERIAL = Pattern.compile("serial ([0-9]{1,18})");
    private static final Pattern EXPIRES = Pattern.compile("expires (\\S{1,40})");
    /** The file is a plain name: it lies beside the index and nowhere else. */
    private static final Pattern PLUGIN = Pattern.compile("plugin ([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}) ([0-9a-f]{64}) ([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\\.jar)");

    Index {
        plugins = Map.copyOf(plugins);
    }

    /**
     * @param sha256 of all bytes of the jar, in hexadecimal
     * @param file   its name in the folder of the index
     */
    record Offer(String sha256, String file) { }

    /** It cannot be used; the message is a sentence for a person. */
    static final class BadIndex extends Exception {
        private static final long serialVersionUID = 1;

        BadIndex(String sentence) {
            super(sentence);
        }
    }

    static Index parse(byte[] bytes) throws BadIndex {
        List<String> lines = text(bytes).lines().filter(l -> !l.isBlank() && !l.startsWith("#")).map(String::strip).toList();
        if (lines.size() < 3 || !lines.get(0).equals(FIRST)) {
            throw new BadIndex("It is no plugin index of a kind that is known here: it begins with \"" + FIRST + "\", a serial and an expiry. Get it again, or a newer Ferry.");
        }
        Matcher serial = SERIAL.matcher(lines.get(1));
        Matcher expires = EXPIRES.matcher(lines.get(2));
        if (!serial.matches() || !expires.matches()) {
            throw new BadIndex("Its second line must be \"serial NUMBER\" and its third \"expires TIME\". Tell whoever made it.");
        }
        Map<String, Offer> plugins = new LinkedHashMap<>();
        for (String line : lines.subList(3, lines.size())) {
            Matcher plugin = PLUGIN.matcher(line);
            if (!plugin.matches() || plugins.put(plugin.group(1), new Offer(plugin.group(2), plugin.group(3))) != null) {
                throw new BadIndex("One of its lines is not \"plugin NAME SHA256 FILE.jar\", or names a plugin twice. Tell whoever made it.");
            }
        }
        return new Index(Long.parseLong(serial.group(1)), instant(expires.group(1)), plugins);
    }

    private static String text(byte[] bytes) throws BadIndex {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new BadIndex("It is no text. Get it again.");
        }
    }

    private static Instant instant(String text) throws BadIndex {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new BadIndex("Its expiry is no time such as 2030-01-31T00:00:00Z. Tell whoever made it.");
        }
    }

    Optional<Offer> offer(String name) {
        return Optional.ofNullable(plugins.get(name));
    }
}
