package dev.ferry.core.transfer.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open directory. Every call names one entry of it and follows no link, so it means this very directory even when the path to it is swapped meanwhile.
 * Costs two file descriptors. Safe for use by several threads.
 */
public final class DirectoryHandle implements Closeable {
    private static final Path SELF = Path.of(".");

    private final SecureDirectoryStream<Path> stream;
    private final FileIdentity identity;

    private DirectoryHandle(SecureDirectoryStream<Path> stream) throws IOException {
        this.stream = stream;
        this.identity = FileIdentity.of(stream.getFileAttributeView(PosixFileAttributeView.class).readAttributes());
    }

    /** Opens by path, following links: for a folder that this device's own user named. */
    public static DirectoryHandle open(Path path) throws IOException {
        return hold(Files.newDirectoryStream(path));
    }

    /** Opens by path, following links on the way to it and not itself: it is what its own folder has under that name. */
    public static DirectoryHandle openItself(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (absolute.getParent() == null) {
            return open(absolute);
        }
        try (DirectoryHandle parent = open(absolute.getParent())) {
            return parent.openDirectory(absolute.getFileName().toString());
        }
    }

    /** Opens a directory in this one. The type is looked at first, because opening a FIFO would wait for its writer. */
    public DirectoryHandle openDirectory(String name) throws IOException {
        PosixFileAttributes attributes = stat(name).orElseThrow(() -> new NoSuchFileException(name));
        if (attributes.isSymbolicLink()) {
            throw new DiskException(DiskFault.SYMBOLIC_LINK, "A symbolic link stands where a folder is needed");
        }
        if (!attributes.isDirectory()) {
            throw new DiskException(DiskFault.NOT_A_DIRECTORY, "Something that is no folder stands where one is needed");
        }
        return hold(stream.newDirectoryStream(path(name), LinkOption.NOFOLLOW_LINKS));
    }

    private static DirectoryHandle hold(DirectoryStream<Path> opened) throws IOException {
        if (!(opened instanceof SecureDirectoryStream<Path> secure)) {
            Descriptors.close(opened);
            throw new DiskException(DiskFault.UNSUPPORTED_SYSTEM, "This system cannot hold folders open");
        }
        try {
            return new DirectoryHandle(secure);
        } catch (IOException | RuntimeException e) {
            Descriptors.close(secure);
            throw e;
        }
    }

    public FileIdentity identity() {
        return identity;
    }

    /** Of the entry itself, not of what it links to; empty when there is none. */
    public Optional<PosixFileAttributes> stat(String name) throws IOException {
        try {
            return Optional.of(view(name).readAttributes());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Opens an existing file for reading. The caller has looked at its type: opening a FIFO would wait. */
    public FileChannel openFile(String name) throws IOException {
        return channel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** Opens an existing file so that it can be locked; as for {@link #openFile}, its type is known. */
    public FileChannel openForLock(String name) throws IOException {
        return channel(name, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    /** Makes a file that was not there. */
    public FileChannel createFile(String name, Set<PosixFilePermission> permissions) throws IOException {
        return (FileChannel) stream.newByteChannel(path(name), Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS), PosixFilePermissions.asFileAttribute(permissions));
    }

    /** Makes a file with the permissions that the user's umask gives. */
    public FileChannel createFile(String name) throws IOException {
        return channel(name, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    private FileChannel channel(String name, Set<OpenOption> options) throws IOException {
        return (FileChannel) stream.newByteChannel(path(name), options);
    }

    public void setPermissions(String name, Set<PosixFilePermission> permissions) throws IOException {
        view(name).setPermissions(permissions);
    }

    /** Of this directory. */
    public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
        stream.getFileAttributeView(PosixFileAttributeView.class).setPermissions(permissions);
    }

    /** Exact to the nanosecond or to the microsecond, as the JDK's version has it. */
    public void setModified(String name, FileTime time) throws IOException {
        view(name).setTimes(time, null, null);
    }

    /** Of this directory; exact as {@link #setModified(String, FileTime)}. */
    public void setModified(FileTime time) throws IOException {
        stream.getFileAttributeView(PosixFileAttributeView.class).setTimes(time, null, null);
    }

    public FileTime modified() throws IOException {
        return stream.getFileAttributeView(PosixFileAttributeView.class).readAttributes().lastModifiedTime();
    }

    /** Replaces what has that name. */
    public void move(String name, DirectoryHandle target, String newName) throws IOException {
        stream.move(path(name), target.stream, path(newName));
    }

    public void deleteFile(String name) throws IOException {
        stream.deleteFile(path(name));
    }

    /** Fails when it is not empty. */
    public void deleteDirectory(String name) throws IOException {
        stream.deleteDirectory(path(name));
    }

    /** Makes the names in this directory durable. */
    public void force() throws IOException {
        FileChannel self = (FileChannel) stream.newByteChannel(SELF, Set.of(StandardOpenOption.READ));
        try {
            self.force(true);
        } finally {
            Descriptors.close(self);
        }
    }

    /** A fresh listing; lazily read, closed by the caller. The paths' file names are the entries, in the system's own bytes. */
    public DirectoryStream<Path> list() throws IOException {
        return new Listing(stream.newDirectoryStream(SELF, LinkOption.NOFOLLOW_LINKS));
    }

    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = list()) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        }
        return names;
    }

    private PosixFileAttributeView view(String name) throws DiskException {
        return stream.getFileAttributeView(path(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static Path path(String name) throws DiskException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new DiskException(DiskFault.NAME_NOT_POSSIBLE, "This system's locale cannot hold the name; start Ferry with LC_ALL=C.UTF-8");
        }
    }

    @Override
    public void close() throws IOException {
        Descriptors.close(stream);
    }

    private record Listing(DirectoryStream<Path> entries) implements DirectoryStream<Path> {
        @Override
        public Iterator<Path> iterator() {
            return entries.iterator();
        }

        @Override
        public void close() throws IOException {
            Descriptors.close(entries);
        }
    }
}
