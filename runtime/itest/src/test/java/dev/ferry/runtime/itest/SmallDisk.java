package dev.ferry.runtime.itest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few MiB, in memory. Needs root. */
final class SmallDisk implements AutoCloseable {
    private final Path place;

    /** Why there can be none on this machine; empty when there can. */
    static String missing(Path tryAt) throws IOException {
        try (SmallDisk disk = new SmallDisk(tryAt, 1)) {
            return disk.place.toString().isEmpty() ? "it has no place" : "";
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    SmallDisk(Path place, int mebibytes) throws IOException {
        this.place = Files.createDirectories(place);
        run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m,mode=755", "ferry-test", place.toString());
    }

    Path place() {
        return place;
    }

    /** As another program does that fills the disk to its last byte. */
    Path fill() throws IOException {
        Path filler = place.resolve("of another program");
        byte[] some = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (Files.getFileStore(place).getUsableSpace() > 0) {
                out.write(some);
            }
        } catch (IOException e) {
            return filler;
        }
        return filler;
    }

    private static void run(String... words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + output.strip());
            }
        } catch (IOException e) {
            throw new IllegalStateException("mount is not installed", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run("umount", "-l", place.toString());
    }
}
