package dev.ferry.runtime.itest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/**
 * An ext4 file system in an image file. The image holds what the file system has written to its disk, and nothing of what it only remembers: a copy of it is the disk after a
 * power cut. Needs root and loop devices.
 */
final class LoopDisk implements AutoCloseable {
    /** So long the file system writes nothing by itself. */
    private static final int COMMIT_SECONDS = 600;

    private final Path image;
    private final Path place;
    private final String device;

    /** Why there can be none on this machine; empty when there can. */
    static String missing(Path scratch) throws IOException {
        try (LoopDisk disk = LoopDisk.make(Files.createDirectories(scratch), 16)) {
            return "";
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    private LoopDisk(Path image, Path place) throws IOException {
        this.image = image;
        this.place = Files.createDirectories(place);
        this.device = run("losetup", "--find", "--show", image.toString());
        try {
            run("mount", "-o", "commit=" + COMMIT_SECONDS, device, place.toString());
        } catch (IllegalStateException e) {
            run("losetup", "-d", device);
            throw e;
        }
    }

    static LoopDisk make(Path folder, int mebibytes) throws IOException {
        Path image = folder.resolve("image");
        run("truncate", "-s", mebibytes + "M", image.toString());
        run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0,root_owner=0:0", image.toString());
        LoopDisk disk = new LoopDisk(image, folder.resolve("disk"));
        Files.delete(disk.place.resolve("lost+found"));
        return disk;
    }

    Path place() {
        return place;
    }

    /** The disk as it would be found if the power went now. Whoever writes to it stands still. */
    LoopDisk afterPowerCut(Path folder) throws IOException {
        Path stat = Path.of("/sys/block", Path.of(device).getFileName().toString(), "stat");
        AtomicReference<String> before = new AtomicReference<>("");
        Awaitility.await("nothing is written any more").pollInterval(150, TimeUnit.MILLISECONDS).atMost(30, TimeUnit.SECONDS)
                .until(() -> Files.readString(stat).equals(before.getAndSet(Files.readString(stat))));
        Path copy = Files.createDirectories(folder).resolve("copy");
        Files.deleteIfExists(copy);
        run("cp", "--sparse=always", image.toString(), copy.toString());
        return new LoopDisk(copy, folder.resolve("cut"));
    }

    private static String run(String... words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException(words[0] + " is not installed", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run("umount", "-l", place.toString());
        run("losetup", "-d", device);
    }
}
