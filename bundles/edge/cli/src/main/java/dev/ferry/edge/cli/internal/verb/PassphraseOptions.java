package dev.ferry.edge.cli.internal.verb;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A passphrase, which never stands on the command line: asked for without an echo, or read from a file. */
final class PassphraseOptions {
    private static final int LONGEST = 4096;

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "Read the passphrase from the first line of this file; - is standard input.")
    private String file;

    /** @param twice it is a new one, and a mistake in it would be found too late */
    String passphrase(Context context, boolean twice) {
        if (file == null) {
            return asked(context, twice);
        }
        if (file.equals("-")) {
            return new Asker(context, false).secretLine("").orElseThrow(PassphraseOptions::missing);
        }
        Path path = context.cwd().resolve(file);
        try {
            if (Files.size(path) > LONGEST) {
                throw CommandProblem.usage(path + " is too large to hold a passphrase.");
            }
            return Files.readString(path, StandardCharsets.UTF_8).lines().findFirst().map(String::strip).filter(line -> !line.isEmpty()).orElseThrow(PassphraseOptions::missing);
        } catch (IOException e) {
            throw CommandProblem.usage("The passphrase file " + path + " cannot be read. Check its name and permissions.");
        }
    }

    private static String asked(Context context, boolean twice) {
        if (!context.terminal().asks()) {
            throw missing();
        }
        String first = hidden(context, "Passphrase: ").orElseThrow(PassphraseOptions::missing);
        if (twice && !hidden(context, "The same again: ").equals(Optional.of(first))) {
            throw new CommandProblem("input-needed", Exit.INPUT_NEEDED, "The two passphrases are not the same. Nothing was done; try again.");
        }
        return first;
    }

    private static Optional<String> hidden(Context context, String question) {
        Console console = System.console();
        if (console == null) {
            return new Asker(context, false).secretLine(question);
        }
        char[] typed = console.readPassword("%s", question);
        return Optional.ofNullable(typed).map(String::new).map(String::strip).filter(line -> !line.isEmpty());
    }

    private static CommandProblem missing() {
        return new CommandProblem("input-needed", Exit.INPUT_NEEDED, "No passphrase came. Type one at a terminal, or name a file that holds it with --passphrase-file.");
    }
}
