package dev.ferry.runtime.launcher;

import dev.ferry.edge.cli.FerryCommand;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** The process: the {@code ferry} command with this installation behind it. */
public final class FerryMain {
    private FerryMain() { }

    public static void main(String[] arguments) {
        PrintStream data = System.out;
        // Standard output is for data alone. What a bundle or library prints there belongs to the log: that of a daemon, or of who asks for it.
        System.setOut(logs(List.of(arguments)) ? System.err : new PrintStream(OutputStream.nullOutputStream()));
        System.setProperty("java.awt.headless", "true");
        Path root = root();
        String script = System.getProperty("ferry.script", root.resolve("bin/ferry").toString());
        int exit = FerryCommand.run(arguments, new LocalHost(root, System.getenv(), List.of(script)), data, System.err, System.in);
        data.flush();
        System.exit(exit);
    }

    private static boolean logs(List<String> arguments) {
        return arguments.contains("up") || arguments.contains("-v") || arguments.contains("--verbose");
    }

    /** {@code -Dferry.distribution}, or where this jar lies: below {@code lib/}. */
    private static Path root() {
        String named = System.getProperty("ferry.distribution");
        try {
            return named != null ? Path.of(named) : Path.of(FerryMain.class.getProtectionDomain().getCodeSource().getLocation().toURI()).getParent().getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
