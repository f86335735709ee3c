package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.qr.QrBlocks;
import dev.ferry.edge.cli.internal.qr.QrPicture;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Whether and where the ticket that belongs to a shown code is drawn. */
final class QrOptions {
    @Option(names = "--qr", negatable = true, description = "Show the code as a QR code (default: on a terminal).")
    Boolean qr;
    @Option(names = "--qr-file", paramLabel = "FILE", description = "Draw the QR code into this file, .png or .svg, which must not exist. It is removed when the command ends, as the code is void then.")
    String file;
    @Option(names = "--qr-page", paramLabel = "URL", description = "Let the QR code be a link to this https page, for cameras that open links; the ticket stands after its #, which no browser sends.")
    String page;

    private Optional<Path> written = Optional.empty();

    /** Told before anything is started. */
    void check(Context context) {
        if (page != null && (!page.startsWith("https://") || page.indexOf('#') >= 0 || page.chars().anyMatch(c -> c <= ' ' || c > '~'))) {
            throw CommandProblem.usage("--qr-page takes an address that begins with https:// and has no # of its own.");
        }
        if (file == null) {
            return;
        }
        Path path = context.cwd().resolve(file);
        if (!isPng() && !isSvg()) {
            throw CommandProblem.usage("--qr-file " + file + " must end in .png or .svg, which says what to draw.");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(path);
        }
        if (!Files.isDirectory(path.toAbsolutePath().getParent())) {
            throw CommandProblem.usage("There is no folder for --qr-file " + file + ". Make it first, or name another.");
        }
    }

    private boolean isPng() {
        return file.toLowerCase(Locale.ROOT).endsWith(".png");
    }

    private boolean isSvg() {
        return file.toLowerCase(Locale.ROOT).endsWith(".svg");
    }

    private static CommandProblem exists(Path path) {
        return new CommandProblem("conflict", Exit.NAME_EXISTS, path + " exists and is not replaced. Remove it, or name another file with --qr-file.");
    }

    private String content(JsonObject code) {
        return page == null ? code.getString("ticket") : page + "#" + code.getString("ticket");
    }

    /** Draws it on the terminal, where that is wanted. */
    void show(Context context, Output out, JsonObject code) {
        if (qr != null ? qr : context.terminal().messages()) {
            out.draw(QrBlocks.of(content(code), context.terminal().colour()));
        }
        written.ifPresent(path -> out.say("The QR code is in " + path));
    }

    /** Draws it into the file, where that is wanted. The ticket in it is a secret: only this user may read it. */
    void write(Context context, JsonObject code) {
        if (file == null) {
            return;
        }
        Path path = context.cwd().resolve(file).normalize();
        byte[] picture = isPng() ? QrPicture.png(content(code)) : QrPicture.svg(content(code));
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))))) {
            // Also when a signal ends this process before remove() is reached.
            path.toFile().deleteOnExit();
            out.write(picture);
            written = Optional.of(path);
        } catch (FileAlreadyExistsException e) {
            throw exists(path);
        } catch (IOException e) {
            throw new CommandProblem("file-access", Exit.NOT_AUTHORISED, "The QR code cannot be written to " + path + ". Check the folder's permissions and its room.");
        }
    }

    /** The code is void. */
    void remove() {
        written.ifPresent(path -> path.toFile().delete());
    }
}
