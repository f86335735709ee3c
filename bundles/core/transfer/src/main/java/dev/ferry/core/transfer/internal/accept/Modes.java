package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the permissions that were said an entry gets. Never setuid, setgid or sticky, never a right to write for everybody; its owner may always read it, and enter
 * and change a folder.
 *
 * @param kept whether the terms keep permissions; a sender that says some all the same is not heard
 */
record Modes(boolean kept) {
    /** Empty: those of an ordinary new file or folder. */
    Optional<Set<PosixFilePermission>> of(ManifestEntry entry) {
        if (!kept || entry.mode() == 0) {
            return Optional.empty();
        }
        Set<PosixFilePermission> mode = EnumSet.of(PosixFilePermission.OWNER_READ);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            // The constants stand in the order of the bits, owner's read first.
            if ((entry.mode() & 0400 >> permission.ordinal()) != 0 && permission != PosixFilePermission.OTHERS_WRITE) {
                mode.add(permission);
            }
        }
        if (entry.folder()) {
            mode.add(PosixFilePermission.OWNER_WRITE);
            mode.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return Optional.of(mode);
    }
}
