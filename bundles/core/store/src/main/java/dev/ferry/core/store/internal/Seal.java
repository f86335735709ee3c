package dev.ferry.core.store.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A value with its own check: four bytes of CRC-32C over the table's name, the key and the value, then the value. The file's own checks cover its structure and not
 * what is in it. Against damage, not against an attacker: whoever can write this file can compute the check.
 */
final class Seal {
    private static final int CHECK = 4;

    private Seal() { }

    static byte[] close(String table, byte[] key, byte[] value) {
        return ByteBuffer.allocate(CHECK + value.length).putInt(check(table, key, value)).put(value).array();
    }

    /** @return empty where the check is wrong */
    static Optional<byte[]> open(String table, byte[] key, byte[] sealed) {
        if (sealed.length < CHECK) {
            return Optional.empty();
        }
        byte[] value = Arrays.copyOfRange(sealed, CHECK, sealed.length);
        return ByteBuffer.wrap(sealed).getInt() == check(table, key, value) ? Optional.of(value) : Optional.empty();
    }

    private static int check(String table, byte[] key, byte[] value) {
        CRC32C check = new CRC32C();
        byte[] name = table.getBytes(StandardCharsets.UTF_8);
        check.update(ByteBuffer.allocate(8).putInt(name.length).putInt(key.length).flip());
        check.update(name);
        check.update(key);
        check.update(value);
        return (int) check.getValue();
    }
}
