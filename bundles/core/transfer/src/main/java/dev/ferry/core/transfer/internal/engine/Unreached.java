package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.transfer.internal.errand.Errand;
import dev.ferry.model.Problem;
import java.time.Duration;
import java.util.Optional;

/** Why a try to send came to nothing, as far as it bears on the next one. */
final class Unreached {
    private Unreached() { }

    /**
     * Whether another day it may be otherwise, without anybody here doing anything. A key that changed or a block does not change back by waiting.
     *
     * @param continued whether it waited before
     */
    static boolean isReasonToWait(Errand errand, boolean continued, Problem why) {
        // Who looks is told what is wrong, and asks again or not.
        boolean nobodyLooks = errand.queued() || continued;
        if (isUnanswered(why)) {
            return nobodyLooks;
        }
        // A device that ends every connection in its greeting may still be starting, and may know its pairs next time.
        return (nobodyLooks || errand.begun().isPresent()) && (mayPass(why) || nobodyLooks && why instanceof Problem.RelationshipError);
    }

    /** The network, or what runs at either end of it, is to blame. */
    static boolean mayPass(Problem why) {
        return why instanceof Problem.NetworkError || why instanceof Problem.NotFound || why instanceof Problem.MissingPart
                || why instanceof Problem.TimeoutError timeout && timeout.timer() == Problem.TimeoutError.Timer.CONNECT;
    }

    /** It was there, and its person was not. */
    static boolean isUnanswered(Problem why) {
        return why instanceof Problem.TimeoutError timeout && timeout.timer() == Problem.TimeoutError.Timer.CONSENT
                || why instanceof Problem.TransferRejected rejected
                && (rejected.reason() == Problem.TransferRejected.Reason.CONSENT_TIMEOUT || rejected.reason() == Problem.TransferRejected.Reason.BUSY);
    }

    /** @param last how the last try ended */
    static Problem tooLong(Errand errand, String name, Optional<Problem> last) {
        Duration waited = Duration.between(errand.since(), errand.until());
        return new Problem.TimeoutError(Problem.TimeoutError.Timer.TOTAL, waited, "It waited for " + name + " for " + spoken(waited) + " and could not be sent, so it was given up. "
                + last.map(why -> "The last try ended so: " + why.message()).orElse("Send it again when the device is there."));
    }

    private static String spoken(Duration time) {
        return time.toDays() > 1 ? time.toDays() + " days" : time.toHours() > 1 ? time.toHours() + " hours" : time.toSeconds() + " seconds";
    }
}
