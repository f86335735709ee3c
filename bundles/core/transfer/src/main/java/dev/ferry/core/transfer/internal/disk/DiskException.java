package dev.ferry.core.transfer.internal.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Something could not be read or written, and why. */
public final class DiskException extends IOException {
    private static final long serialVersionUID = 1L;

    private final DiskFault fault;

    public DiskException(DiskFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public DiskException(DiskFault fault, IOException cause) {
        super(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
        this.fault = fault;
    }

    public static DiskException ownFolder() {
        return new DiskException(DiskFault.OWN_FOLDER, "It is a folder of Ferry's own, or lies in one");
    }

    public DiskFault fault() {
        return fault;
    }

    /**
     * Java has no error numbers, only the system's text, in the language of {@code LC_MESSAGES}; Ferry's launchers set it to {@code C}. What cannot be
     * recognised is {@link DiskFault#DEVICE}.
     */
    public static DiskException from(IOException e) {
        if (e instanceof DiskException known) {
            return known;
        }
        if (e instanceof AccessDeniedException) {
            return new DiskException(DiskFault.ACCESS_DENIED, e);
        }
        if (e instanceof NoSuchFileException || e instanceof FileAlreadyExistsException) {
            return new DiskException(DiskFault.INTERFERENCE, e);
        }
        String text = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : String.valueOf(e.getMessage());
        return new DiskException(fault(text.toLowerCase(Locale.ROOT)), e);
    }

    private static DiskFault fault(String text) {
        if (text.contains("no space left") || text.contains("quota exceeded")) {
            return DiskFault.NO_SPACE;
        }
        if (text.contains("read-only file system")) {
            return DiskFault.READ_ONLY;
        }
        if (text.contains("too many open files")) {
            return DiskFault.TOO_MANY_OPEN_FILES;
        }
        if (text.contains("file name too long") || text.contains("invalid argument") || text.contains("invalid or incomplete multibyte")) {
            return DiskFault.NAME_NOT_POSSIBLE;
        }
        if (text.contains("operation not permitted") || text.contains("permission denied")) {
            return DiskFault.ACCESS_DENIED;
        }
        return DiskFault.DEVICE;
    }
}
