package dev.ferry.core.store.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Byte arrays in a file that may be damaged: no length is believed that the page does not hold. The library's own types allocate first, and its general one
 * deserialises objects.
 */
final class BoundedBytes extends BasicDataType<byte[]> {
    static final BoundedBytes INSTANCE = new BoundedBytes();

    /** The library splits pages long before. */
    private static final int MOST_ON_A_PAGE = 1 << 16;
    private static final int OBJECT_HEADER = 24;

    private BoundedBytes() { }

    @Override
    public int compare(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b);
    }

    @Override
    public int getMemory(byte[] value) {
        return OBJECT_HEADER + value.length;
    }

    @Override
    public void write(WriteBuffer to, byte[] value) {
        to.putVarInt(value.length).put(value);
    }

    @Override
    public byte[] read(ByteBuffer from) {
        int length = DataUtils.readVarInt(from);
        if (length < 0 || length > from.remaining()) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "A length of {0} where {1} bytes are left", length, from.remaining());
        }
        byte[] value = new byte[length];
        from.get(value);
        return value;
    }

    @Override
    public byte[][] createStorage(int size) {
        if (size < 0 || size > MOST_ON_A_PAGE) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "A page of {0} entries", size);
        }
        return new byte[size][];
    }
}
