package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.PartNames;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a later run must know of a staging directory whose process was killed: whose it is, which names were about to be taken, and what was placed under which name.
 * Appended to and never forced: a kill loses nothing that was written, a power cut loses some of the end, and what is lost is compared or sent again.
 *
 * <p>{@code record = u32 length of body ‖ u8 kind ‖ body ‖ first 8 bytes of SHA-256(header record ‖ u64 position ‖ u8 kind ‖ body)}, the header's own over itself. Reading
 * ends at the first record that does not hold.
 */
final class StagingLog implements Closeable {
    static final String NAME = PartNames.inner(1);
    private static final Set<PosixFilePermission> OWNER = Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    static final int CHECK = 8;
    private static final int MAX_BODY = 8 << 20;
    private static final int ENOUGH_BODY = 64 << 10;
    /** Some hundred bytes for each file that was placed. */
    private static final long MAX_LOG = 1L << 30;
    private static final byte HEADER = 1;
    private static final byte INTENT = 2;
    private static final byte PLACED = 3;

    private final FileChannel file;
    private final byte[] header;
    private long position;
    private boolean broken;

    /**
     * What one log says.
     *
     * @param placed how many times it says that something was placed; what, says {@link #readPlaced}
     */
    record Contents(Optional<PartsOwner> owner, List<String> intents, long placed) { }

    private StagingLog(FileChannel file, byte[] header) {
        this.file = file;
        this.header = header;
    }

    static StagingLog begin(DirectoryHandle staging, Optional<PartsOwner> owner) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeUTF(owner.map(PartsOwner::device).orElse(""));
        out.writeUTF(owner.map(PartsOwner::transfer).orElse(""));
        out.writeUTF(owner.map(PartsOwner::manifest).orElse(""));
        FileChannel file = staging.createFile(NAME, OWNER);
        StagingLog log = new StagingLog(file, body.toByteArray());
        log.position += log.append(HEADER, body.toByteArray());
        return log;
    }

    /** These names are about to be taken. Said once more, or {@link #placed}, it is written over: the log does not grow by it. */
    synchronized void intend(Collection<String> places) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        write(INTENT, false, body, out -> {
            for (String place : places) {
                out.writeUTF(place);
            }
        });
    }

    /** What has these keys is durable, under these names. */
    synchronized void placed(Map<Long, String> names) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        write(PLACED, true, body, out -> {
            for (Map.Entry<Long, String> each : names.entrySet()) {
                out.writeLong(each.getKey());
                out.writeUTF(each.getValue());
            }
        });
    }

    /** The same of any number, in as many records as it takes. */
    synchronized void placed(PlacedKeys keys) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(body);
        keys.each((key, name) -> {
            fields.writeLong(key);
            fields.writeUTF(name);
            if (body.size() > ENOUGH_BODY) {
                write(PLACED, true, body, out -> { });
                body.reset();
            }
        });
        write(PLACED, true, body, out -> { });
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    /** A log that cannot be written is no reason to lose a file: what it would have said is found out again. */
    private void write(byte kind, boolean stays, ByteArrayOutputStream body, Body content) {
        try {
            content.write(new DataOutputStream(body));
            if (!broken && body.size() > 0 && body.size() <= MAX_BODY) {
                int length = append(kind, body.toByteArray());
                position += stays ? length : 0;
            }
        } catch (IOException e) {
            broken = true;
        }
    }

    /** @return how long the record is */
    private int append(byte kind, byte[] body) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(Integer.BYTES + 1 + body.length + CHECK);
        record.putInt(body.length).put(kind).put(body).put(check(header, position, kind, body)).flip();
        int length = record.remaining();
        for (long at = position; record.hasRemaining(); ) {
            at += file.write(record, at);
        }
        return length;
    }

    static byte[] check(byte[] header, long position, byte kind, byte[] body) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(header);
            sha256.update(ByteBuffer.allocate(Long.BYTES + 1).putLong(position).put(kind).flip());
            return Arrays.copyOf(sha256.digest(body), CHECK);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        broken = true;
        file.close();
    }

    /** Believes nothing that its checks do not hold for. */
    static Contents read(DirectoryHandle staging) throws IOException {
        return read(staging, (key, name) -> { });
    }

    /** Says what was placed, in the order in which it was. */
    static void readPlaced(DirectoryHandle staging, PlacedKeys.Taker<IOException> placed) throws IOException {
        read(staging, placed);
    }

    private static Contents read(DirectoryHandle staging, PlacedKeys.Taker<IOException> placed) throws IOException {
        Contents none = new Contents(Optional.empty(), List.of(), 0);
        Optional<PosixFileAttributes> there = staging.stat(NAME);
        if (there.isEmpty() || !there.get().isRegularFile() || there.get().size() > MAX_LOG) {
            return none;
        }
        try (FileChannel file = staging.openFile(NAME); DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(file)))) {
            return read(in, placed).orElse(none);
        }
    }

    static Optional<Contents> read(DataInputStream in, PlacedKeys.Taker<IOException> taker) throws IOException {
        Reader reader = new Reader(in);
        Optional<byte[]> header = reader.next(HEADER);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        Optional<PartsOwner> owner;
        try (DataInputStream fields = new DataInputStream(new ByteArrayInputStream(header.get()))) {
            PartsOwner said = new PartsOwner(fields.readUTF(), fields.readUTF(), fields.readUTF());
            owner = said.device().isEmpty() ? Optional.empty() : Optional.of(said);
        }
        List<String> intents = new ArrayList<>();
        long placed = 0;
        for (Optional<byte[]> body = reader.next(); body.isPresent(); body = reader.next()) {
            DataInputStream fields = new DataInputStream(new ByteArrayInputStream(body.get()));
            while (fields.available() > 0) {
                if (reader.kind == INTENT) {
                    intents.add(fields.readUTF());
                } else {
                    taker.take(fields.readLong(), fields.readUTF());
                    placed++;
                }
            }
        }
        return Optional.of(new Contents(owner, intents, placed));
    }

    /** Record after record, to the first that does not hold. */
    private static final class Reader {
        private final DataInputStream in;
        private byte[] header = new byte[0];
        private long position;
        private byte kind;

        Reader(DataInputStream in) {
            this.in = in;
        }

        Optional<byte[]> next(byte wanted) throws IOException {
            Optional<byte[]> body = next();
            header = body.orElse(header);
            return kind == wanted ? body : Optional.empty();
        }

        Optional<byte[]> next() throws IOException {
            byte[] prefix = in.readNBytes(Integer.BYTES + 1);
            if (prefix.length < Integer.BYTES + 1) {
                return Optional.empty();
            }
            int length = ByteBuffer.wrap(prefix).getInt();
            kind = prefix[Integer.BYTES];
            if (length < 0 || length > MAX_BODY) {
                return Optional.empty();
            }
            byte[] body = in.readNBytes(length);
            byte[] check = in.readNBytes(CHECK);
            byte[] by = kind == HEADER ? body : header;
            boolean holds = body.length == length && Arrays.equals(check, check(by, position, kind, body)) && kind >= HEADER && kind <= PLACED;
            position += prefix.length + length + CHECK;
            return holds ? Optional.of(body) : Optional.empty();
        }
    }
}
