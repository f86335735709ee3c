package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.qr.PictureException;
import dev.ferry.edge.cli.internal.qr.QrScan;
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
    @Option(names = "--qr-image", paramLabel = "FILE", description = "Read the ticket from the QR code in this picture: a screenshot or a photo, PNG or JPEG.")
    String image;

    /** The typed code, or the one in the file, or in the picture. */
    Optional<String> code(Context context, String typed) {
        if (image != null) {
            if (file != null || typed != null) {
                throw CommandProblem.usage("Give a code, --code-file or --qr-image, and no two of them.");
            }
            return Optional.of(scanned(context.cwd().resolve(image)));
        }
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

    private static String scanned(Path picture) {
        try {
            return QrScan.ticket(picture);
        } catch (PictureException e) {
            int exit = switch (e.fault()) {
                case UNREADABLE, TOO_LARGE, NO_PICTURE, SEVERAL -> Exit.USAGE;
                case NO_QR, FOREIGN -> Exit.WRONG_CODE;
            };
            throw new CommandProblem(e.fault().code(), exit, e.getMessage());
        }
    }
}
