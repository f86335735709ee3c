package dev.ferry.core.transfer.internal.accept;

import dev.ferry.api.CollectRequest;
import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.share.Outcome;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.model.Problem;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What was said here about an offer before it came.
 *
 * @param folder       where it goes
 * @param consentGiven true: nobody is asked any more
 * @param share        the share that it becomes, where a person here waits for it
 * @param condition    what must hold of it
 */
public record Invitation(Path folder, ConflictPolicy conflict, boolean consentGiven, Optional<Share> share, Condition condition) {
    /** Asked when the offer comes, when it is complete, and when trust, rules or what was said here changed. Any thread. */
    @FunctionalInterface
    public interface Condition {
        /** @param manifest of the offer, once it is complete */
        Optional<Problem> refusal(Optional<Manifest> manifest);
    }

    /** A person here typed the code of this one transfer. */
    public static Invitation collecting(CollectRequest request, Share share) {
        return new Invitation(request.folder(), request.conflict(), request.consentGiven(), Optional.of(share), manifest -> Optional.empty());
    }

    Optional<Problem> refusal(Optional<Manifest> manifest) {
        return condition.refusal(manifest);
    }

    void end(Problem why) {
        share.ifPresent(waiting -> waiting.end(new Outcome().ended(why)));
    }
}
