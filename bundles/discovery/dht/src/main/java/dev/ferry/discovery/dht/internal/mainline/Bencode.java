package dev.ferry.discovery.dht.internal.mainline;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A bencoded value (BEP 3). Each value has one encoding, and no other is read. Keys of dictionaries are bytes, kept as ISO 8859-1, whose order is theirs. */
public sealed interface Bencode {
    /** A string of bytes; the array is not copied and not to be changed. */
    record Text(byte[] bytes) implements Bencode { }

    record Whole(long number) implements Bencode { }

    record Row(List<Bencode> values) implements Bencode {
        public Row {
            values = List.copyOf(values);
        }
    }

    /** A dictionary. */
    final class Table implements Bencode {
        private final SortedMap<String, Bencode> entries;

        Table(SortedMap<String, Bencode> entries) {
            this.entries = entries;
        }

        public Table() {
            this(new TreeMap<>());
        }

        public Table with(String key, Bencode value) {
            TreeMap<String, Bencode> more = new TreeMap<>(entries);
            more.put(key, value);
            return new Table(more);
        }

        public Table with(String key, byte[] value) {
            return with(key, new Text(value));
        }

        public Table with(String key, String ascii) {
            return with(key, ascii.getBytes(StandardCharsets.US_ASCII));
        }

        public Table with(String key, long value) {
            return with(key, new Whole(value));
        }

        public Optional<Bencode> get(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        public Optional<byte[]> bytes(String key) {
            return get(key).filter(Text.class::isInstance).map(value -> ((Text) value).bytes());
        }

        /** The bytes if they are exactly so many. */
        public Optional<byte[]> bytes(String key, int length) {
            return bytes(key).filter(bytes -> bytes.length == length);
        }

        public Optional<String> ascii(String key) {
            return bytes(key).map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
        }

        public Optional<Long> number(String key) {
            return get(key).filter(Whole.class::isInstance).map(value -> ((Whole) value).number());
        }

        public Optional<Table> table(String key) {
            return get(key).filter(Table.class::isInstance).map(Table.class::cast);
        }

        public Optional<Row> row(String key) {
            return get(key).filter(Row.class::isInstance).map(Row.class::cast);
        }
    }

    /** @return empty for anything but one well-formed value and nothing behind it; deep or crowded values are not well-formed */
    static Optional<Bencode> parse(byte[] bytes) {
        return BencodeReader.read(bytes);
    }

    /** @return empty unless it is one well-formed dictionary */
    static Optional<Table> parseTable(byte[] bytes) {
        return parse(bytes).filter(Table.class::isInstance).map(Table.class::cast);
    }

    default byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(this, out);
        return out.toByteArray();
    }

    private static void write(Bencode value, ByteArrayOutputStream out) {
        if (value instanceof Text text) {
            out.writeBytes((text.bytes().length + ":").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(text.bytes());
        } else if (value instanceof Whole whole) {
            out.writeBytes(("i" + whole.number() + "e").getBytes(StandardCharsets.US_ASCII));
        } else if (value instanceof Row row) {
            out.write('l');
            row.values().forEach(each -> write(each, out));
            out.write('e');
        } else if (value instanceof Table table) {
            out.write('d');
            table.entries.forEach((key, each) -> {
                write(new Text(key.getBytes(StandardCharsets.ISO_8859_1)), out);
                write(each, out);
            });
            out.write('e');
        }
    }
}
