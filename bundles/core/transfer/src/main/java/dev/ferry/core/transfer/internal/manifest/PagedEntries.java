package dev.ferry.core.transfer.internal.manifest;

import dev.ferry.core.transfer.internal.disk.RecordList;
import dev.ferry.core.transfer.internal.disk.Scratch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.RandomAccess;

/** The entries of a manifest, most of them not in memory. Each call makes the entry anew. */
final class PagedEntries extends AbstractList<ManifestEntry> implements RandomAccess {
    private static final int FIXED = 1 + Long.BYTES + Long.BYTES + Integer.BYTES + Integer.BYTES;

    private final RecordList records;

    PagedEntries(Scratch scratch) {
        this.records = new RecordList(scratch);
    }

    @Override
    public int size() {
        return records.size();
    }

    @Override
    public boolean add(ManifestEntry entry) {
        byte[] path = entry.path().getBytes(StandardCharsets.UTF_8);
        records.add(ByteBuffer.allocate(FIXED + path.length).put((byte) (entry.folder() ? 1 : 0)).putLong(entry.size()).putLong(entry.mtimeSeconds())
                .putInt(entry.mtimeNanos()).putInt(entry.mode()).put(path).array());
        return true;
    }

    @Override
    public ManifestEntry get(int index) {
        ByteBuffer record = ByteBuffer.wrap(records.get(index));
        boolean folder = record.get() == 1;
        long size = record.getLong();
        long seconds = record.getLong();
        int nanos = record.getInt();
        int mode = record.getInt();
        return new ManifestEntry(new String(record.array(), FIXED, record.remaining(), StandardCharsets.UTF_8), folder, size, seconds, nanos, mode);
    }
}
