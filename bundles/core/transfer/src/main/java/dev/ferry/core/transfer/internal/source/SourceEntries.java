package dev.ferry.core.transfer.internal.source;

import dev.ferry.core.transfer.internal.disk.FileIdentity;
import dev.ferry.core.transfer.internal.disk.RecordList;
import dev.ferry.core.transfer.internal.disk.Scratch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files and folders that came out of one walk, by number; most of them not in memory. Adding is for one thread, reading for several. */
public final class SourceEntries {
    private static final PosixFilePermission[] PERMISSIONS = PosixFilePermission.values();

    private final RecordList records;
    private final List<Base> bases = new ArrayList<>();
    private final Map<Base, Integer> numbers = new HashMap<>();

    /** What many places have in common. Of the place, the part that is not told to the receiver. */
    private record Base(SourceRoot root, String untold) { }

    public SourceEntries(Scratch scratch) {
        this.records = new RecordList(scratch);
    }

    public void add(SourceEntry.File file) {
        add(file.path(), file.place(), file.size(), file.modified(), file.mode(), file.identity().key());
    }

    public void add(SourceEntry.Folder folder) {
        add(folder.path(), folder.place(), 0, folder.modified(), folder.mode(), "");
    }

    private void add(String path, SourcePlace place, long size, FileTime modified, Set<PosixFilePermission> mode, String identity) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        byte[] key = identity.getBytes(StandardCharsets.UTF_8);
        Instant time = modified.toInstant();
        records.add(ByteBuffer.allocate(Integer.BYTES * 4 + Long.BYTES * 2 + key.length + name.length).putInt(base(path, place)).putInt(bits(mode)).putLong(size)
                .putLong(time.getEpochSecond()).putInt(time.getNano()).putInt(key.length).put(key).put(name).array());
    }

    private synchronized int base(String path, SourcePlace place) {
        String whole = place.toString();
        Base base = new Base(place.root(), whole.substring(0, whole.length() - path.length()));
        Integer known = numbers.putIfAbsent(base, bases.size());
        if (known == null) {
            bases.add(base);
            return bases.size() - 1;
        }
        return known;
    }

    private static int bits(Set<PosixFilePermission> mode) {
        return mode.stream().mapToInt(permission -> 1 << permission.ordinal()).sum();
    }

    public SourceEntry.File file(int number) {
        Fields at = fields(number);
        return new SourceEntry.File(at.path, at.size, at.modified, at.mode, new FileIdentity(at.identity), at.place);
    }

    public SourceEntry.Folder folder(int number) {
        Fields at = fields(number);
        return new SourceEntry.Folder(at.path, at.modified, at.mode, at.place);
    }

    private record Fields(String path, SourcePlace place, long size, FileTime modified, Set<PosixFilePermission> mode, String identity) { }

    private Fields fields(int number) {
        ByteBuffer record = ByteBuffer.wrap(records.get(number));
        Base base;
        synchronized (this) {
            base = bases.get(record.getInt());
        }
        Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
        int bits = record.getInt();
        for (PosixFilePermission each : PERMISSIONS) {
            if ((bits & 1 << each.ordinal()) != 0) {
                mode.add(each);
            }
        }
        long size = record.getLong();
        FileTime modified = FileTime.from(Instant.ofEpochSecond(record.getLong(), record.getInt()));
        String identity = text(record, record.getInt());
        String path = text(record, record.remaining());
        SourcePlace place = SourcePlace.top(base.root());
        for (String name : (base.untold() + path).split("/")) {
            place = place.child(name);
        }
        return new Fields(path, place, size, modified, mode, identity);
    }

    private static String text(ByteBuffer record, int bytes) {
        String text = new String(record.array(), record.position(), bytes, StandardCharsets.UTF_8);
        record.position(record.position() + bytes);
        return text;
    }
}
