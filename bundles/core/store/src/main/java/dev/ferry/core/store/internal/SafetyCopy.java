package dev.ferry.core.store.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A copy of all records in a format of its own, so that what damages the one, a fault of its library included, does not damage the other. Magic, generation, records,
 * an empty table name, SHA-256 of all before. Complete or absent: it is renamed into place after it is on the disk.
 *
 * @param generation of the file that it is a copy of
 * @param contents   its records
 */
record SafetyCopy(long generation, Contents contents) {
    private static final byte[] MAGIC = {'F', 'e', 'r', 'r', 'y', 'D', 'B', 1};
    private static final int DIGEST = 32;
    private static final String END = "";

    static void write(Path file, long generation, Contents contents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(MAGIC);
            out.writeLong(generation);
            contents.forEach((table, key, value) -> record(out, table, key, value));
            out.writeUTF(END);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        bytes.write(digest(bytes.toByteArray()));
        Path incoming = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(incoming);
        try (FileChannel channel = PrivateFiles.create(incoming, StandardOpenOption.WRITE)) {
            ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
            while (all.hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
        Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        PrivateFiles.forceFolder(file.getParent());
    }

    private static void record(DataOutputStream out, String table, String key, byte[] value) {
        try {
            out.writeUTF(table);
            out.writeInt(key.length());
            out.writeChars(key);
            out.writeInt(value.length);
            out.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return empty where there is none, or what is there is damaged or not ours */
    static Optional<SafetyCopy> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        PrivateFiles.check(file);
        byte[] all = Files.readAllBytes(file);
        int end = all.length - DIGEST;
        if (end < MAGIC.length + Long.BYTES || !Arrays.equals(MAGIC, 0, MAGIC.length, all, 0, MAGIC.length)
                || !MessageDigest.isEqual(digest(Arrays.copyOf(all, end)), Arrays.copyOfRange(all, end, all.length))) {
            return Optional.empty();
        }
        long generation = ByteBuffer.wrap(all, MAGIC.length, Long.BYTES).getLong();
        SafetyCopy copy = new SafetyCopy(generation, visitor -> replay(all, MAGIC.length + Long.BYTES, end, visitor));
        try {
            copy.contents().forEach((table, key, value) -> { });
            return Optional.of(copy);
        } catch (UncheckedIOException e) {
            // Somebody made the digest right.
            return Optional.empty();
        }
    }

    private static void replay(byte[] all, int from, int end, Contents.Visitor visitor) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(all, from, end - from))) {
            for (String table = in.readUTF(); !table.equals(END); table = in.readUTF()) {
                char[] key = new char[length(in, Character.BYTES)];
                for (int i = 0; i < key.length; i++) {
                    key[i] = in.readChar();
                }
                visitor.visit(table, new String(key), in.readNBytes(length(in, 1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of what is there. */
    private static int length(DataInputStream in, int each) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available() / each) {
            throw new EOFException("A length of " + length + " where " + in.available() + " bytes are left");
        }
        return length;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
