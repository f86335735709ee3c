package dev.ferry.edge.control.internal.doctor;

import dev.ferry.edge.control.internal.doctor.Finding.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Folders, disk and clock of this device. */
public final class HomeChecks {
    private static final List<String> PRIVATE = List.of("config", "state", "cache", "run");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);
    /** Below this the trust store and the journal cannot be written for sure. */
    private static final long FULL = 16L << 20;
    private static final long SCARCE = 512L << 20;
    /** Adverts from further in the future are refused (PROTOCOL.md, section "Adverts"); half of that is time to act. */
    private static final Duration SKEW = Duration.ofMinutes(2);

    private final Map<String, Path> folders;
    private final InstantSource clock;

    /** @param folders by their names in the home; ones that are missing are not looked at */
    public HomeChecks(Map<String, Path> folders, InstantSource clock) {
        this.folders = Map.copyOf(folders);
        this.clock = clock;
    }

    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        PRIVATE.stream().filter(folders::containsKey).forEach(name -> findings.add(rights(name, folders.get(name))));
        Stream.of("state", "inbox").filter(folders::containsKey).forEach(name -> findings.add(room(name, folders.get(name))));
        Optional.ofNullable(folders.get("state")).ifPresent(state -> findings.add(clock(state)));
        return findings;
    }

    private static Finding rights(String name, Path folder) {
        try {
            Path foreign = folder;
            Optional<String> wrong = wrong(folder);
            if (wrong.isEmpty() && name.equals("state")) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : (Iterable<Path>) files::iterator) {
                        Optional<String> one = wrong(file);
                        if (one.isPresent()) {
                            wrong = one;
                            foreign = file;
                        }
                    }
                }
            }
            Path named = foreign;
            return wrong.map(why -> Finding.fault(Check.HOME, name, named + " " + why + ". Only its owner may use it, or the device's keys are not its own: chown it to the user that runs Ferry, "
                    + "and chmod go-rwx it."))
                    .orElseGet(() -> Finding.ok(Check.HOME, name, folder + " belongs to the user that runs Ferry, and to nobody else."));
        } catch (IOException e) {
            return Finding.fault(Check.HOME, name, folder + " cannot be looked at (" + e.getClass().getSimpleName() + "). See that it exists and belongs to the user that runs Ferry.");
        }
    }

    private static Optional<String> wrong(Path file) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            return Optional.empty();
        }
        // Who runs this is who owns its own entry in /proc; a name in a property may be another's.
        Path self = Path.of("/proc/self");
        if (Files.exists(self) && !attributes.owner().equals(Files.getOwner(self))) {
            return Optional.of("belongs to " + attributes.owner().getName());
        }
        // A socket or file in a folder that is closed is closed.
        boolean open = attributes.permissions().stream().anyMatch(OTHERS::contains);
        return open && attributes.isDirectory() || open && attributes.isRegularFile() && file.getFileName().toString().endsWith(".key")
                ? Optional.of("may be used by other users of this machine") : Optional.empty();
    }

    private static Finding room(String name, Path folder) {
        try {
            Path there = folder;
            while (!Files.exists(there)) {
                there = there.getParent();
            }
            long free = Files.getFileStore(there).getUsableSpace();
            String amount = (free >> 20) + " MiB are free for " + folder;
            if (!Files.isWritable(there)) {
                return Finding.fault(Check.DISK, name, there + " cannot be written: its file system may be mounted read-only, or it belongs to somebody else.");
            }
            return free < FULL ? Finding.fault(Check.DISK, name, amount + ", which is not enough to work. Make room there.")
                    : free < SCARCE ? Finding.warning(Check.DISK, name, amount + ", so larger transfers will stand still. Make room there.") : Finding.ok(Check.DISK, name, amount + ".");
        } catch (IOException e) {
            return Finding.fault(Check.DISK, name, "How much room " + folder + " has cannot be found out (" + e.getClass().getSimpleName() + "). See that its disk is there.");
        }
    }

    /** Against the file system, which a network share keeps by another clock, and against what this device has written before. */
    private Finding clock(Path state) {
        Instant now = clock.instant();
        try {
            Path probe = Files.createTempFile(state, "clock", "");
            Instant stamped;
            try {
                stamped = Files.getLastModifiedTime(probe).toInstant();
            } finally {
                Files.delete(probe);
            }
            Instant newest = stamped;
            try (Stream<Path> files = Files.list(state)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Instant written = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
                    newest = written.isAfter(newest) ? written : newest;
                }
            }
            String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
            if (Duration.between(now, stamped).abs().compareTo(SKEW) > 0) {
                return Finding.warning(Check.CLOCK, "", "The clock says " + time + " and the disk of " + state + " says " + stamped.truncatedTo(ChronoUnit.SECONDS)
                        + ". One of them is wrong; set both, because devices whose clocks differ do not find each other.");
            }
            if (newest.isAfter(now.plus(SKEW))) {
                return Finding.warning(Check.CLOCK, "", "The clock says " + time + ", and a file of this home was written at " + newest.truncatedTo(ChronoUnit.SECONDS)
                        + ". The clock is or was wrong; set it, because devices whose clocks differ do not find each other.");
            }
            return Finding.ok(Check.CLOCK, "", "The clock says " + time + ", as the disk does. The other device's must say the same within 5 minutes.");
        } catch (IOException e) {
            return Finding.fault(Check.CLOCK, "", "Nothing can be written into " + state + " (" + e.getClass().getSimpleName() + "), so the clock was not compared. See that the folder is "
                    + "writable and has room.");
        }
    }
}
