package dev.ferry.core.transfer.internal.engine;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The messages as {@code ferry.proto} has them, so that a field that is added is met by the tests that go through all fields; and how one of them is put into a message. */
final class WireSchema {
    private static final Path SOURCE = Path.of("../protocol/src/main/proto/ferry.proto");
    private static final Pattern MESSAGE = Pattern.compile("message\\s+(\\w+)\\s*\\{((?:[^{}]|\\{[^{}]*})*)}");
    private static final Pattern FIELD = Pattern.compile("(repeated\\s+)?(\\w+)\\s+(\\w+)\\s*=\\s*(\\d+)\\s*;");

    private final Map<String, List<Field>> messages = new LinkedHashMap<>();

    /** @param type as the source has it: a scalar, a message or an enumeration */
    record Field(String name, int number, String type) { }

    /** A numeric field, by the way to it from a message of the oneof. */
    record Numeric(Field message, List<Field> way) {
        Field last() {
            return way.get(way.size() - 1);
        }

        /** {@code Want.parts.file}. */
        @Override
        public String toString() {
            return message.type() + way.stream().map(field -> "." + field.name()).reduce("", String::concat);
        }

        /** What a reader makes of it. */
        long read(long value) {
            return switch (last().type()) {
                case "uint64", "int64" -> value;
                case "bool" -> value == 0 ? 0 : 1;
                default -> (int) value;
            };
        }
    }

    WireSchema() {
        try {
            Matcher found = MESSAGE.matcher(Files.readString(SOURCE).replaceAll("//.*", ""));
            while (found.find()) {
                List<Field> fields = new ArrayList<>();
                Matcher field = FIELD.matcher(found.group(2));
                while (field.find()) {
                    fields.add(new Field(field.group(3), Integer.parseInt(field.group(4)), field.group(2)));
                }
                messages.put(found.group(1), fields);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every message that can be sent by itself. */
    List<Field> messages() {
        return messages.get("Control");
    }

    List<Numeric> numerics(Field message) {
        List<Numeric> found = new ArrayList<>();
        collect(message, message.type(), List.of(), found);
        return found;
    }

    private void collect(Field message, String type, List<Field> way, List<Numeric> found) {
        for (Field field : messages.get(type)) {
            List<Field> further = new ArrayList<>(way);
            further.add(field);
            if (messages.containsKey(field.type())) {
                collect(message, field.type(), further, found);
            } else if (!field.type().equals("string") && !field.type().equals("bytes")) {
                found.add(new Numeric(message, further));
            }
        }
    }

    /** The control message with another value in that field, in whatever form a varint takes it. */
    byte[] with(byte[] control, Numeric field, long value) throws IOException {
        List<Field> way = new ArrayList<>(List.of(field.message()));
        way.addAll(field.way());
        return with(control, way, value);
    }

    private byte[] with(byte[] message, List<Field> way, long value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        CodedInputStream in = CodedInputStream.newInstance(message);
        Field changed = way.get(0);
        Optional<ByteString> nested = Optional.empty();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) != changed.number() || nested.isPresent()) {
                copy(in, tag, out);
            } else if (way.size() > 1) {
                nested = Optional.of(in.readBytes());
            } else {
                in.skipField(tag);
            }
        }
        if (way.size() > 1) {
            out.writeByteArray(changed.number(), with(nested.orElse(ByteString.EMPTY).toByteArray(), way.subList(1, way.size()), value));
        } else {
            out.writeInt64(changed.number(), value);
        }
        out.flush();
        return bytes.toByteArray();
    }

    private static void copy(CodedInputStream in, int tag, CodedOutputStream out) throws IOException {
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
            out.writeUInt64(WireFormat.getTagFieldNumber(tag), in.readRawVarint64());
        } else {
            out.writeBytes(WireFormat.getTagFieldNumber(tag), in.readBytes());
        }
    }

    /** The value that the message has there, 0 where it has none. */
    long value(byte[] control, Numeric field) throws IOException {
        List<Field> way = new ArrayList<>(List.of(field.message()));
        way.addAll(field.way());
        byte[] at = control;
        for (Field next : way) {
            CodedInputStream in = CodedInputStream.newInstance(at);
            at = new byte[0];
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) != next.number()) {
                    in.skipField(tag);
                } else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
                    return in.readRawVarint64();
                } else {
                    at = in.readBytes().toByteArray();
                }
            }
        }
        return 0;
    }
}
