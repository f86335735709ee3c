package dev.ferry.core.transfer.internal.share;

import dev.ferry.api.ShareResult;
import dev.ferry.model.Problem;
import dev.ferry.model.TransferState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what becomes of a share until its end. Safe for use by several threads. */
public final class Outcome {
    private static final int MAX_SKIPPED = 1000;
    private static final int MAX_RENAMED = 100;

    private final List<ShareResult.Skipped> skipped = new ArrayList<>();
    private final List<String> renamed = new ArrayList<>();
    private long skippedCount;
    private long unchanged;
    private long renamedCount;
    private long files;
    private long bytes;
    private long resent;
    private Optional<Problem> first = Optional.empty();
    private Optional<Path> folder = Optional.empty();

    public synchronized void folder(Path where) {
        folder = Optional.of(where);
    }

    /** An entry is verified and durable at the receiver. */
    public synchronized void delivered(long itsBytes) {
        files++;
        bytes += itsBytes;
    }

    /** An entry was left out. */
    public synchronized void skipped(String escapedPath, String reason) {
        skippedCount++;
        if (skipped.size() < MAX_SKIPPED) {
            skipped.add(new ShareResult.Skipped(escapedPath, reason));
        }
    }

    /** An entry was left out because it is there already. */
    public synchronized void unchanged(String escapedPath, String reason) {
        unchanged++;
        skipped(escapedPath, reason);
    }

    /** An entry was left out because something is wrong with it. */
    public synchronized void failed(String escapedPath, String reason, Problem problem) {
        skipped(escapedPath, reason);
        first = first.isPresent() ? first : Optional.of(problem);
    }

    /** Entries were left out whose names are not known here. */
    public synchronized void skippedUnseen(long count) {
        skippedCount += count;
    }

    public synchronized void renamed(String escapedOffered, String escapedKept) {
        renamedCount++;
        if (renamed.size() < MAX_RENAMED) {
            renamed.add(escapedOffered + " → " + escapedKept);
        }
    }

    public synchronized void resent(long again) {
        resent += again;
    }

    public synchronized long files() {
        return files;
    }

    public synchronized long bytes() {
        return bytes;
    }

    public synchronized long skippedCount() {
        return skippedCount;
    }

    public synchronized long renamedCount() {
        return renamedCount;
    }

    /** It went to its end: completed, unless nothing at all arrived because of a problem. */
    public synchronized ShareResult completed() {
        return files == 0 && first.isPresent() ? result(TransferState.FAILED, first) : result(TransferState.COMPLETED, Optional.empty());
    }

    /** It ended before. */
    public synchronized ShareResult ended(Problem why) {
        return result(why instanceof Problem.Cancelled ? TransferState.CANCELLED : TransferState.FAILED, Optional.of(why));
    }

    private ShareResult result(TransferState state, Optional<Problem> problem) {
        return new ShareResult(state, problem, files, bytes, resent, skipped, skippedCount, folder, renamed, unchanged);
    }
}
