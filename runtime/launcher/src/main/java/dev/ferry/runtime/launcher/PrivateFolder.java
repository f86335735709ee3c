package dev.ferry.runtime.launcher;

import dev.ferry.edge.cli.host.HostException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/** Makes folders that are this user's alone, and refuses those that are not: a link, another user's, or open to others. */
final class PrivateFolder {
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS_WRITE = EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final int BAD_CONFIGURATION = 4;

    private PrivateFolder() { }

    /** For secrets: nobody else may even read. */
    static void closed(Path folder) throws HostException {
        Set<PosixFilePermission> others = EnumSet.allOf(PosixFilePermission.class);
        others.removeAll(OURS);
        check(folder, others, "others can look into it");
    }

    /** For what is not secret but would be dangerous if others changed it. */
    static void notWritableByOthers(Path folder) throws HostException {
        check(folder, OTHERS_WRITE, "others can write into it");
    }

    private static void check(Path folder, Set<PosixFilePermission> forbidden, String why) throws HostException {
        try {
            make(folder);
            PosixFileAttributes found = Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
            if (found.isSymbolicLink()) {
                throw refused(folder, "it is a link", "Put a real folder there, or name the folder itself in FERRY_HOME");
            }
            if (!found.isDirectory()) {
                throw refused(folder, "it is not a folder", "Move it away, or name another place in FERRY_HOME");
            }
            if (!found.owner().equals(owner())) {
                throw refused(folder, "it belongs to " + found.owner().getName(), "Name a folder of your own in FERRY_HOME");
            }
            if (found.permissions().stream().anyMatch(forbidden::contains)) {
                throw refused(folder, why, "Close it with: chmod 700 " + folder);
            }
        } catch (IOException e) {
            throw new HostException("home-unusable", BAD_CONFIGURATION,
                    "Ferry cannot use " + folder + " (" + reason(e) + "). Make the folder above it writable, or name another place in FERRY_HOME.", e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
    }

    private static void make(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path above = folder.getParent();
        if (above != null && !Files.isDirectory(above)) {
            Files.createDirectories(above, PosixFilePermissions.asFileAttribute(OURS));
        }
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OURS));
        } catch (FileAlreadyExistsException e) {
            return; // Another command made it at the same time; the checks that follow hold for both.
        }
    }

    /** Whose process this is. The name of the user proves nothing; what the kernel gives to a file of ours does. */
    private static UserPrincipal owner() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self) ? Files.getOwner(self)
                : self.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(System.getProperty("user.name"));
    }

    private static HostException refused(Path folder, String why, String remedy) {
        return new HostException("home-unsafe", BAD_CONFIGURATION, "Ferry does not use " + folder + ": " + why + ". " + remedy + ".");
    }
}
