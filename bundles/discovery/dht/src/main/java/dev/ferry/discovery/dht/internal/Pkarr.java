package dev.ferry.discovery.dht.internal;

import dev.ferry.discovery.dht.internal.mainline.Item;
import dev.ferry.discovery.dht.internal.mainline.Keys;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stable key that everybody may follow, in the form of pkarr: the item's value is a DNS message, its number the time in microseconds. Our part of it is one TXT record at
 * {@code _ferry} below the key's name: strings {@code v=1}, then the signed record in pieces {@code 0=…}, {@code 1=…} of at most 250 bytes, then a string for each route,
 * {@code tcp=192.0.2.7:47900}. No such record means that the device has withdrawn.
 */
final class Pkarr implements Board {
    private static final String LETTERS = "ybndrfg8ejkmcpqxot1uwisza345h769";
    private static final int NAME_LENGTH = 52;
    private static final int PIECE = 250;

    private final byte[] publicKey;
    private final Optional<Keys> keys;

    private Pkarr(byte[] publicKey, Optional<Keys> keys) {
        this.publicKey = publicKey.clone();
        this.keys = keys;
    }

    /** This device's own. */
    static Pkarr of(Keys keys) {
        return new Pkarr(keys.publicKey(), Optional.of(keys));
    }

    /**
     * Another's.
     *
     * @param name the key in z-base-32, 52 letters
     * @throws IllegalArgumentException with a sentence for the person who wrote it
     */
    static Pkarr follow(String name) {
        byte[] key = new byte[Keys.LENGTH];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (char letter : name.trim().toCharArray()) {
            int five = LETTERS.indexOf(letter);
            bits = bits << 5 | five;
            held += 5;
            if (five < 0 || name.trim().length() != NAME_LENGTH) {
                throw new IllegalArgumentException("'" + name + "' is no pkarr key: it has 52 letters and digits.");
            }
            if (held >= 8 && at < key.length) {
                held -= 8;
                key[at++] = (byte) (bits >> held);
            }
        }
        if (at < key.length) {
            throw new IllegalArgumentException("A pkarr key is missing.");
        }
        return new Pkarr(key, Optional.empty());
    }

    /** The key as people pass it on. */
    String name() {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte next : publicKey) {
            bits = bits << 8 | next & 0xff;
            held += 8;
            while (held >= 5) {
                held -= 5;
                text.append(LETTERS.charAt(bits >> held & 31));
            }
        }
        return text.append(LETTERS.charAt(bits << 5 - held & 31)).toString();
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public Keys keys() {
        return keys.orElseThrow(() -> new IllegalStateException("This key is another device's"));
    }

    @Override
    public long number(Instant now) {
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }

    @Override
    public byte[] write(Instant now, List<Advertisement> advertisements, SecureRandom random) {
        return advertisements.isEmpty() ? DnsText.message(name(), List.of()) : DnsText.message(name(), strings(advertisements.get(0)));
    }

    private List<byte[]> strings(Advertisement advertisement) {
        List<byte[]> strings = new ArrayList<>(List.of(DnsText.ascii("v=1")));
        byte[] record = advertisement.record();
        for (int at = 0, number = 0; at < record.length; at += PIECE, number++) {
            int length = Math.min(PIECE, record.length - at);
            byte[] piece = new byte[2 + length];
            piece[0] = (byte) ('0' + number);
            piece[1] = '=';
            System.arraycopy(record, at, piece, 2, length);
            strings.add(piece);
        }
        for (byte[] route : Endpoints.encode(advertisement.routes())) {
            byte[] text = DnsText.ascii(text(Endpoints.decode(ByteBuffer.wrap(route))));
            strings.add(text);
            if (DnsText.message(name(), strings).length > Item.MAX_VALUE) {
                strings.remove(strings.size() - 1);
            }
        }
        return strings;
    }

    private static String text(Route route) {
        return route.transport() + "=" + route.address();
    }

    @Override
    public Optional<Contents> read(Item item) {
        Instant written = Instant.ofEpochSecond(item.seq() / 1_000_000, item.seq() % 1_000_000 * 1000);
        return DnsText.strings(item.value(), name()).flatMap(strings -> strings.isEmpty() ? Optional.of(new Contents(written, List.of())) : entry(strings)
                .map(entry -> new Contents(written, List.of(entry))));
    }

    private static Optional<Contents.Entry> entry(List<byte[]> strings) {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        List<Route> routes = new ArrayList<>();
        int pieces = 0;
        for (byte[] string : strings) {
            if (string.length > 2 && string[1] == '=' && string[0] == '0' + pieces) {
                record.write(string, 2, string.length - 2);
                pieces++;
            } else {
                Endpoints.parseText(DnsText.text(string)).ifPresent(routes::add);
            }
        }
        boolean whole = DnsText.text(strings.get(0)).equals("v=1") && record.size() > 0 && record.size() <= Advertisement.MAX_RECORD && !routes.isEmpty();
        return whole ? Optional.of(new Contents.Entry(record.toByteArray(), routes)) : Optional.empty();
    }

    @Override
    public void wipe() {
        // It is for everybody.
    }
}
