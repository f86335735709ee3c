package dev.ferry.core.transfer.internal.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Small records in the order in which they were added. The first {@value #IN_MEMORY} bytes of them lie in memory and all others in a file without a name, so that a list of
 * millions costs memory of an eighth of a byte for each. Reading one after the other is quick, here and there it costs a read of the disk.
 *
 * <p>Safe for use by several threads. A disk that fails shows as {@link UncheckedIOException}. The file goes when the list is not reachable any more.
 */
public final class RecordList {
    static final int IN_MEMORY = 1 << 20;
    private static final int IN_BLOCK = 64;
    /** Readers go through a list from several places at once. */
    private static final int KEPT_BLOCKS = 32;

    private final Scratch scratch;
    private final List<byte[]> inMemory = new ArrayList<>();
    private int bytesInMemory;
    private FileChannel file;
    private long fileBytes;
    /** Where in the file the blocks lie that are not in memory. */
    private long[] offsets = new long[16];
    private int blocksInFile;
    private ByteBuffer filling = ByteBuffer.allocate(4096);
    private int size;
    private final Map<Integer, byte[]> read = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, byte[]> eldest) {
            return size() > KEPT_BLOCKS;
        }
    };

    public RecordList(Scratch scratch) {
        this.scratch = scratch;
    }

    public synchronized int size() {
        return size;
    }

    public synchronized void add(byte[] record) {
        if (filling.remaining() < Integer.BYTES + record.length) {
            filling = ByteBuffer.allocate(2 * (filling.position() + Integer.BYTES + record.length)).put(filling.flip());
        }
        filling.putInt(record.length).put(record);
        size++;
        if (size % IN_BLOCK == 0) {
            keep(Arrays.copyOf(filling.array(), filling.position()));
            filling.clear();
        }
    }

    private void keep(byte[] block) {
        if (file == null && bytesInMemory + block.length <= IN_MEMORY) {
            inMemory.add(block);
            bytesInMemory += block.length;
            return;
        }
        try {
            file = file == null ? scratch.open() : file;
            ByteBuffer rest = ByteBuffer.wrap(block);
            for (long at = fileBytes; rest.hasRemaining(); ) {
                at += file.write(rest, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (blocksInFile + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        fileBytes += block.length;
        offsets[++blocksInFile] = fileBytes;
    }

    /** @throws IndexOutOfBoundsException there is no such record */
    public synchronized byte[] get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        ByteBuffer block = block(index / IN_BLOCK);
        for (int skip = index % IN_BLOCK; skip > 0; skip--) {
            block.position(block.position() + Integer.BYTES + block.getInt(block.position()));
        }
        byte[] record = new byte[block.getInt()];
        block.get(record);
        return record;
    }

    private ByteBuffer block(int number) {
        if (number == size / IN_BLOCK) {
            return filling.duplicate().flip();
        }
        if (number < inMemory.size()) {
            return ByteBuffer.wrap(inMemory.get(number));
        }
        byte[] kept = read.get(number);
        if (kept == null) {
            kept = readBlock(number - inMemory.size());
            read.put(number, kept);
        }
        return ByteBuffer.wrap(kept);
    }

    private byte[] readBlock(int number) {
        ByteBuffer block = ByteBuffer.allocate((int) (offsets[number + 1] - offsets[number]));
        try {
            for (long at = offsets[number]; block.hasRemaining(); ) {
                int bytes = file.read(block, at);
                if (bytes < 0) {
                    throw new IOException("A file of Ferry's own became shorter");
                }
                at += bytes;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return block.array();
    }
}
