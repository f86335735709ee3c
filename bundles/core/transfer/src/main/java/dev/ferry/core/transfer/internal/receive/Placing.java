package dev.ferry.core.transfer.internal.receive;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.DiskFault;
import dev.ferry.core.transfer.internal.disk.FileIdentity;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import java.util.Set;

/**
 * Gives a part its name without replacing anything.
 *
 * <p>The JDK can only rename over. So the name is first taken by an exclusively created file of ours, empty and with no permission at all, and the part is
 * moved over that one. A crash between the two leaves such a file, which holds nothing and is told by its mode. After the move the name must show our
 * part's identity.
 */
final class Placing {
    /** As many numbers are tried for a name before giving up. */
    private static final int MAX_NUMBER = 10_000;

    private final DirectoryHandle directory;
    private final PartFile part;
    private final ConflictPolicy policy;

    Placing(DirectoryHandle directory, PartFile part, ConflictPolicy policy) {
        this.directory = directory;
        this.part = part;
        this.policy = policy;
    }

    Placement place() throws IOException {
        SafePath wanted = part.target();
        if (reserved(directory, wanted.name())) {
            return moved(wanted, Optional.empty());
        }
        return switch (policy) {
            case SKIP -> {
                part.discard();
                yield new Placement.Skipped(wanted);
            }
            case FAIL -> {
                part.discard();
                yield new Placement.Conflict(wanted);
            }
            case RENAME -> renamed(wanted);
            case OVERWRITE -> overwritten(wanted);
        };
    }

    private Placement renamed(SafePath wanted) throws IOException {
        for (int number = 2; number <= MAX_NUMBER; number++) {
            SafePath candidate = wanted.numbered(number, false);
            if (reserved(directory, candidate.name())) {
                return moved(candidate, Optional.empty());
            }
        }
        part.discard();
        return new Placement.Conflict(wanted);
    }

    /** The old file is moved aside first: a crash in between leaves the old one under its version's name and the new one as a part, never neither. */
    private Placement overwritten(SafePath wanted) throws IOException {
        Optional<PosixFileAttributes> old = directory.stat(wanted.name());
        if (old.isPresent() && !old.get().isRegularFile()) {
            return renamed(wanted);
        }
        Optional<SafePath> version = Optional.empty();
        if (old.isPresent()) {
            version = Optional.of(keptAside(wanted));
        }
        if (reserved(directory, wanted.name())) {
            return moved(wanted, version);
        }
        return renamed(wanted);
    }

    private SafePath keptAside(SafePath wanted) throws IOException {
        for (int number = 1; number <= MAX_NUMBER; number++) {
            SafePath version = wanted.version(number);
            if (reserved(directory, version.name())) {
                directory.move(wanted.name(), directory, version.name());
                return version;
            }
        }
        throw new FileAlreadyExistsException(wanted.name(), null, "Too many old versions are kept beside it");
    }

    static boolean reserved(DirectoryHandle directory, String name) throws IOException {
        try {
            directory.createFile(name, Set.of()).close();
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private Placement moved(SafePath path, Optional<SafePath> version) throws IOException {
        PosixFileAttributes reservation = directory.stat(path.name()).orElseThrow(Placing::interference);
        if (!reservation.isRegularFile() || reservation.size() != 0) {
            throw interference();
        }
        try {
            part.moveTo(directory, path.name());
        } catch (IOException e) {
            directory.deleteFile(path.name());
            throw e;
        }
        boolean ours = directory.stat(path.name()).map(FileIdentity::of).filter(part.identity()::equals).isPresent();
        if (!ours) {
            throw interference();
        }
        return new Placement.Placed(path, version);
    }

    private static DiskException interference() {
        return new DiskException(DiskFault.INTERFERENCE, "Another program works on the same file name at the same moment");
    }
}
