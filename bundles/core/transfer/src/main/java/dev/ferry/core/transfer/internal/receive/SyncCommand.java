package dev.ferry.core.transfer.internal.receive;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code sync -f} of coreutils, because the JDK has no call for {@code syncfs}: one wait for any number of files. Looked for in the system's own directories, not
 * along {@code PATH}. Since Linux 5.8 the kernel reports through it write errors that nobody has seen yet.
 */
public final class SyncCommand implements DiskSync {
    private static final List<Path> PLACES = List.of(Path.of("/usr/bin/sync"), Path.of("/bin/sync"));
    /** A disk with gigabytes of others' unwritten data may take this long; then forcing our own files alone is quicker. */
    private static final long MAX_SECONDS = 120;

    private final Optional<Path> command = PLACES.stream().filter(Files::isExecutable).findFirst();
    private volatile boolean works = true;

    @Override
    public boolean sync(Path folder) {
        if (command.isEmpty() || !works) {
            return false;
        }
        try {
            Process process = new ProcessBuilder(command.get().toString(), "-f", folder.toString()).directory(new File("/"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            works = false;
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
