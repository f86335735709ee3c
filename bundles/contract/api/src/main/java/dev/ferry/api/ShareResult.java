package dev.ferry.api;

import dev.ferry.model.Problem;
import dev.ferry.model.TransferState;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a share ended.
 *
 * @param state     COMPLETED, FAILED or CANCELLED
 * @param problem   why not completed
 * @param files     files and folders that are verified and durable at the receiver
 * @param bytes     of those files
 * @param resent    bytes that were sent more than once
 * @param skipped   entries that were not transferred, named with the reason; the first 1,000
 * @param skippedCount all of them
 * @param folder    at the receiver: where the files are
 * @param renamed   names that were changed on arrival, as {@code offered → kept}; the first 100
 * @param unchanged how many of {@code skippedCount} stood there already, told by size and time: nothing is missing of them
 */
public record ShareResult(TransferState state, Optional<Problem> problem, long files, long bytes, long resent, List<Skipped> skipped,
                          long skippedCount, Optional<Path> folder, List<String> renamed, long unchanged) {
    /**
     * An entry that was left out.
     *
     * @param path   escaped
     * @param reason a sentence
     */
    public record Skipped(String path, String reason) { }

    public ShareResult {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(problem, "problem");
        if (!state.isFinal()) {
            throw new IllegalArgumentException("A result has a final state");
        }
        skipped = List.copyOf(skipped);
        renamed = List.copyOf(renamed);
    }

    /** Where nothing stood there already. */
    public ShareResult(TransferState state, Optional<Problem> problem, long files, long bytes, long resent, List<Skipped> skipped,
                       long skippedCount, Optional<Path> folder, List<String> renamed) {
        this(state, problem, files, bytes, resent, skipped, skippedCount, folder, renamed, 0);
    }
}
