package dev.ferry.core.transfer.internal.receive;

import static dev.ferry.core.transfer.internal.receive.LooksThenLeaps.does;

import dev.ferry.api.ConflictPolicy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Another file system below the directory that is swapped: nothing can be renamed across, so what is unfinished has to be on it too. Needs root. */
final class RacedMount {
    private RacedMount() {
    }

    static Raced placing() {
        return new Raced("a file is placed on another file system", RacedMount::furnish, RacedMount::empty, RacedMount::place, does(RacedMount::copyAcross));
    }

    /** Why there can be none on this machine; empty when there can. */
    static String missing() throws IOException {
        try (Ground ground = new Ground()) {
            furnish(ground);
            return "";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static void furnish(Ground ground) throws IOException {
        Path mount = Files.createDirectories(ground.inbox.resolve("d/m"));
        ground.hold(mounted(mount));
        ground.swapped("d");
        Files.createDirectory(ground.outside.resolve("m"));
        Files.writeString(ground.outside.resolve("m/x"), "precious");
    }

    private static Closeable mounted(Path mount) throws IOException {
        run("mount", "-t", "tmpfs", "-o", "size=1m,mode=755", "ferry-test", mount.toString());
        return () -> run("umount", "-l", mount.toString());
    }

    private static void run(String... words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", words) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void empty(Ground ground, int number) throws IOException {
        Files.deleteIfExists(ground.inside().resolve("m/x"));
    }

    private static Raced.Result place(Ground ground, int number) throws Exception {
        return RacedReceiving.receive(ground, ConflictPolicy.FAIL, "d/m/x");
    }

    /** As a move does that finds that it cannot rename. */
    private static void copyAcross(Path directory) throws IOException {
        Path part = Files.writeString(directory.resolveSibling("part"), "x");
        Files.copy(part, directory.resolve("m/x"), StandardCopyOption.REPLACE_EXISTING);
    }
}
