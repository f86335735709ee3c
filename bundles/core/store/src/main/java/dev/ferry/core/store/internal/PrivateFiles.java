package dev.ferry.core.store.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that only this user reads and writes: 0600 where the file system has modes, never through a link. */
final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private PrivateFiles() { }

    /**
     * Makes an empty file where there is none.
     *
     * @throws IOException what is there is no file of ours alone
     */
    static void prepare(Path file) throws IOException {
        try {
            create(file, StandardOpenOption.WRITE).close();
        } catch (FileAlreadyExistsException there) {
            check(file);
        }
    }

    static FileChannel create(Path file, OpenOption write) throws IOException {
        FileAttribute<?>[] attributes = hasModes(file) ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)} : new FileAttribute<?>[0];
        return FileChannel.open(file, Set.of(write, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS), attributes);
    }

    static void check(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is not a plain file. Move away what is there.");
        }
        if (hasModes(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
            throw new IOException(file + " can be reached by other users of this machine. If nobody has tampered with it, run: chmod 600 " + file);
        }
    }

    private static boolean hasModes(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Makes names that were added to, moved in or removed from a folder durable. */
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel handle = FileChannel.open(folder, StandardOpenOption.READ)) {
            handle.force(true);
        }
    }
}
