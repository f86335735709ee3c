package dev.ferry.core.transfer.internal.receive;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** Something could not be received, and why. */
public final class ReceiveException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ReceiveFault fault;

    ReceiveException(ReceiveFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    ReceiveException(ReceiveFault fault, IOException cause) {
        super(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
        this.fault = fault;
    }

    public ReceiveFault fault() {
        return fault;
    }

    /**
     * Java has no error numbers, only the system's text, in the language of {@code LC_MESSAGES}; Ferry's launchers set it to {@code C}. What cannot be
     * recognised is {@link ReceiveFault#DEVICE}.
     */
    static ReceiveException from(IOException e) {
        if (e instanceof ReceiveException known) {
            return known;
        }
        if (e instanceof AccessDeniedException) {
            return new ReceiveException(ReceiveFault.ACCESS_DENIED, e);
        }
        String text = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : String.valueOf(e.getMessage());
        return new ReceiveException(fault(text.toLowerCase(Locale.ROOT)), e);
    }

    private static ReceiveFault fault(String text) {
        if (text.contains("no space left") || text.contains("quota exceeded")) {
            return ReceiveFault.NO_SPACE;
        }
        if (text.contains("read-only file system")) {
            return ReceiveFault.READ_ONLY;
        }
        if (text.contains("too many open files")) {
            return ReceiveFault.TOO_MANY_OPEN_FILES;
        }
        if (text.contains("file name too long") || text.contains("invalid argument") || text.contains("invalid or incomplete multibyte")) {
            return ReceiveFault.NAME_NOT_POSSIBLE;
        }
        if (text.contains("operation not permitted") || text.contains("permission denied")) {
            return ReceiveFault.ACCESS_DENIED;
        }
        return ReceiveFault.DEVICE;
    }
}
