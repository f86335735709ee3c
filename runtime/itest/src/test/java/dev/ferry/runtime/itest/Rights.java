package dev.ferry.runtime.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A user to whom permissions apply. Root may do everything, so root's commands run as nobody; everyone else is such a user already. */
final class Rights {
    private static final boolean ROOT = System.getProperty("user.name").equals("root");
    private static final List<String> AS_NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private Rights() { }

    static List<String> prefix() {
        return ROOT ? AS_NOBODY : List.of();
    }

    /** Why there can be no such user on this machine; empty when there can. */
    static String missing() {
        List<String> words = new ArrayList<>(prefix());
        words.addAll(List.of("test", "-x", System.getProperty("ferry.command"), "-a", "-r", System.getProperty("java.home") + "/lib/modules"));
        try {
            return new ProcessBuilder(words).start().waitFor() == 0 ? "" : "another user than root may not read this installation";
        } catch (IOException e) {
            return "setpriv is not installed";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets others see a folder of the test on their way to theirs. */
    static void passable(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Makes a tree that user's own. */
    static void give(Path tree) {
        if (!ROOT) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.toList()) {
                Files.setAttribute(each, "unix:uid", 65534);
                Files.setAttribute(each, "unix:gid", 65534);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
