package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareRequest;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.SessionTerms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** What can be wrong with a request, found before any packet leaves. */
final class Preflight {
    private static final int MAX_MESSAGE_BYTES = 4096;

    private Preflight() { }

    static void check(ShareRequest request) throws FerryException {
        if (request.files().isEmpty()) {
            throw bad("There is nothing to share. Name at least one file or folder.");
        }
        if (request.message().isPresent() && request.message().get().getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE_BYTES) {
            throw bad("The message is longer than " + MAX_MESSAGE_BYTES + " bytes. Shorten it, or send it as a file.");
        }
        for (ShareRequest.Item item : request.files()) {
            readable(item);
            if (request.options().kind() == ShareOptions.Kind.MOVE) {
                removable(item);
            }
        }
    }

    /**
     * What is left to do of a move that was begun before: what it named and is not there any more was moved, or taken away by somebody.
     *
     * @param to the other device's name
     * @throws FerryException nothing is left
     */
    static ShareRequest rest(ShareRequest request, String to) throws FerryException {
        if (request.options().kind() != ShareOptions.Kind.MOVE) {
            return request;
        }
        List<ShareRequest.Item> left = request.files().stream().filter(item -> Files.exists(item.path(), LinkOption.NOFOLLOW_LINKS)).toList();
        if (left.isEmpty()) {
            throw denied(request.files().get(0).path(), "Nothing that was to be moved is here any more. It was on its way when Ferry was stopped, so look for it on " + to + ".");
        }
        return new ShareRequest(left, request.target(), request.message(), request.options());
    }

    private static void removable(ShareRequest.Item item) throws FerryException {
        Path from = item.contentsOnly() ? item.path() : item.path().toAbsolutePath().getParent();
        if (from == null || !Files.isWritable(from)) {
            throw denied(item.path(), (from == null ? item.path() : from) + " may not be written, so what is in it cannot be moved away. Send it without moving it.");
        }
    }

    private static void readable(ShareRequest.Item item) throws FerryException {
        Path path = item.path();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw denied(path, path + " is not there. Check the name.");
        }
        if (Files.isSymbolicLink(path)) {
            throw denied(path, path + " is a symbolic link, and links are not followed. Share what it leads to.");
        }
        boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        if (!folder && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw denied(path, path + " is neither a file nor a folder, so it cannot be shared.");
        }
        if (!Files.isReadable(path) || folder && !Files.isExecutable(path)) {
            throw denied(path, path + " may not be read. Check its permissions.");
        }
        Path parent = path.toAbsolutePath().getParent();
        if (!item.contentsOnly() && parent != null && !Files.isReadable(parent)) {
            throw denied(path, parent + " may not be read, and the folder of what is shared is held open so that nothing is put in its place. Copy it elsewhere and share that.");
        }
        if (item.contentsOnly() && !folder) {
            throw bad(path + " is not a folder, so it has no contents of its own to share.");
        }
    }

    /** Into what received files go, as far as it is there. */
    static void receivable(Path folder) throws FerryException {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw denied(folder, there + " is no folder, so nothing can be received there. Choose another folder.");
        }
        if (!Files.isWritable(there)) {
            throw denied(folder, there + " may not be written. Check its permissions, or choose another folder.");
        }
    }

    /** Options tighten; one that would loosen is refused with the rule's name. */
    static void check(ShareOptions options, SessionTerms terms) throws FerryException {
        if (options.resumable().orElse(false) && !terms.resumable()) {
            throw loosens("resumption", terms, "a transfer of this relationship is not resumed");
        }
        if (options.timeout().isPresent() && (options.timeout().get().isNegative() || options.timeout().get().isZero())) {
            throw bad("A time limit is longer than nothing.");
        }
        if (options.timeout().isPresent() && terms.timeout().isPresent() && options.timeout().get().compareTo(terms.timeout().get()) > 0) {
            throw loosens("timeout", terms, "a transfer may take " + terms.timeout().get().toSeconds() + " seconds at most");
        }
        if (options.bytesPerSecond().isPresent() && options.bytesPerSecond().getAsLong() <= 0) {
            throw bad("A bandwidth limit is at least one byte a second.");
        }
        if (options.bytesPerSecond().isPresent() && terms.bytesPerSecond().isPresent() && options.bytesPerSecond().getAsLong() > terms.bytesPerSecond().getAsLong()) {
            throw loosens("bandwidth", terms, "at most " + terms.bytesPerSecond().getAsLong() + " bytes a second are sent");
        }
        if (options.compression() == ShareOptions.Compression.ALWAYS && terms.compressFrom().isEmpty()) {
            throw loosens("compression", terms, "nothing is compressed");
        }
    }

    private static FerryException loosens(String rule, SessionTerms terms, String whatHolds) {
        return bad("An option would loosen the rule '" + rule + "' of the profile '" + terms.profile() + "': " + whatHolds + ". Leave the option out.");
    }

    private static FerryException bad(String message) {
        return new FerryException(new Problem.BadRequest(message));
    }

    private static FerryException denied(Path path, String message) {
        return new FerryException(new Problem.FileAccessDenied(path.toString(), message));
    }
}
