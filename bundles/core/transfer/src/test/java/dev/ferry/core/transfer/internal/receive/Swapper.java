package dev.ferry.core.transfer.internal.receive;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another process that makes a directory and a link each the other, in one step that leaves no gap, as fast as it can. */
final class Swapper {
    private static final Path PERL = Path.of("/usr/bin/perl");
    /** The JDK has no call for it, and perl is there where almost nothing is. */
    private static final String SCRIPT = """
            my ($call, $one, $other) = @ARGV;
            my ($swaps, $over, $parent) = (0, 0, getppid());
            $| = 1;
            $SIG{TERM} = sub { $over = 1 };
            sub swap { return syscall($call + 0, -100, $one, -100, $other, 2) == 0 }
            swap() or do { print "$!\\n"; exit 1 };
            print "swapping\\n";
            for ($swaps = 1; !$over && ($swaps & 1023 || getppid() == $parent); ) {
                $swaps++ if swap();
            }
            swap() if $swaps & 1;
            print "$swaps\\n";
            """;

    private final Process process;
    private final BufferedReader said;

    /** Why there can be none on this machine; empty when there can. */
    static String missing() {
        return Files.isExecutable(PERL) ? "" : "perl is not installed";
    }

    /** The swapping has begun when this returns. */
    Swapper(Path directory, Path link) throws IOException {
        String call = System.getProperty("os.arch").equals("amd64") ? "316" : "276";
        process = new ProcessBuilder(PERL.toString(), "-e", SCRIPT, call, directory.toString(), link.toString()).redirectErrorStream(true).start();
        said = process.inputReader();
        String first = said.readLine();
        if (!"swapping".equals(first)) {
            throw new IOException("renameat2: " + first);
        }
    }

    /** The directory has its name again when this returns; says how often one took the other's. */
    long stop() throws IOException {
        // Destroying the process itself would close what it still has to say.
        process.toHandle().destroy();
        return Long.parseLong(said.readLine());
    }
}
