package dev.ferry.core.identity.internal;

import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A small file that only its owner may read: made 0600 and exclusively, never through a link, replaced as a whole and durably. One that others could read or that is a
 * link is refused rather than used.
 */
final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    /** A trust store of ten thousand pairs has about 2 MiB. */
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private final Path path;

    PrivateFile(Path path) {
        this.path = path;
    }

    /** @return empty where there is none */
    Optional<byte[]> read() throws FerryException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            check();
            try (SeekableByteChannel channel = Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
                if (channel.size() > MAX_BYTES) {
                    throw new IOException("it is larger than any that Ferry writes");
                }
                ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                    continue;
                }
                return Optional.of(Arrays.copyOf(bytes.array(), bytes.position()));
            }
        } catch (IOException e) {
            throw new FerryException(new Problem.FileAccessDenied(path.toString(), "The file " + path + " cannot be read: " + e.getMessage() + "."), e);
        }
    }

    private void check() throws IOException, FerryException {
        PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> others = EnumSet.copyOf(attributes.permissions());
        others.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        if (!attributes.isRegularFile() || !others.isEmpty()) {
            throw new FerryException(new Problem.BadConfiguration(path.toString(), "The file " + path + " holds secrets and must be a regular file that only its owner "
                    + "can read and write. Someone may have read it. If you trust it still: chmod 600 " + path));
        }
    }

    /** Replaces the content durably: afterwards either the old or the new one is there, whatever happens. */
    void write(byte[] content) throws FerryException {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            make(next, content);
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
            forceFolder();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Makes it durably, where there is nothing of that name yet.
     *
     * @throws FileAlreadyExistsException there is
     */
    void create(byte[] content) throws FileAlreadyExistsException, FerryException {
        try {
            make(path, content);
            forceFolder();
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static void make(Path file, byte[] content) throws IOException {
        try (FileChannel out = FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    private void forceFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private FerryException unwritable(IOException e) {
        return new FerryException(new Problem.FileAccessDenied(path.toString(), "The file " + path + " cannot be written: " + e.getMessage()
                    + ". Check the free space and the permissions of its folder. Nothing was changed."), e);
    }
}
