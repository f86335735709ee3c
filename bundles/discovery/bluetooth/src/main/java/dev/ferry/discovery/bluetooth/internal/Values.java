package dev.ferry.discovery.bluetooth.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.freedesktop.dbus.types.Variant;

/** Looks into what came from the bus. Nothing there has to be what it should be; what is not, is absent. */
final class Values {
    private Values() { }

    /** Without the wrapping that says what type it is of. */
    static Object bare(Object value) {
        return value instanceof Variant<?> variant ? variant.getValue() : value;
    }

    static Optional<Object> at(List<?> values, int index) {
        return index < values.size() ? Optional.ofNullable(bare(values.get(index))) : Optional.empty();
    }

    static Map<?, ?> map(Object value) {
        return bare(value) instanceof Map<?, ?> map ? map : Map.of();
    }

    static Map<?, ?> map(Map<?, ?> of, String key) {
        return map(of.get(key));
    }

    static Optional<String> text(Map<?, ?> of, String key) {
        return bare(of.get(key)) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    static boolean isTrue(Map<?, ?> of, String key) {
        return Boolean.TRUE.equals(bare(of.get(key)));
    }

    static OptionalInt number(Map<?, ?> of, String key) {
        return bare(of.get(key)) instanceof Number number ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
    }

    /** @return empty for anything but at most so many bytes */
    static Optional<byte[]> bytes(Object value, int most) {
        if (!(bare(value) instanceof List<?> list) || list.size() > most || !list.stream().allMatch(Byte.class::isInstance)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (Byte) list.get(i);
        }
        return Optional.of(bytes);
    }
}
