package dev.ferry.edge.cli.internal.verb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Codes without putting them on the command line, where other users could read them. */
final class CodeOptions {
    private static final int LONGEST = 4096;

    @Option(names = "--code-file", paramLabel = "FILE", description = "Read the code, ticket or link from this file; - is standard input.")
    String file;

    /** The typed code, or the one in the file. */
    Optional<String> code(Context context, String typed) {
        if (file != null && typed != null) {
            throw CommandProblem.usage("Give a code or --code-file, not both.");
        }
        if (file == null && !"-".equals(typed)) {
            return Optional.ofNullable(typed).map(String::strip);
        }
        if (typed != null || file.equals("-")) {
            return Optional.of(new Asker(context, false).secretLine("Code: ")
                    .orElseThrow(() -> new CommandProblem("input-needed", Exit.INPUT_NEEDED, "No code came on standard input. Type one, or name a file with --code-file.")));
        }
        Path path = context.cwd().resolve(file);
        try {
            if (Files.size(path) > LONGEST) {
                throw CommandProblem.usage(path + " is too large to be a code.");
            }
            return Optional.of(Files.readString(path, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw CommandProblem.usage("The code file " + path + " cannot be read. Check its name and permissions.");
        }
    }
}
