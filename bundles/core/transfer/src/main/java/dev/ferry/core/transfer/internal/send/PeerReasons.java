package dev.ferry.core.transfer.internal.send;

import dev.ferry.core.protocol.wire.Cancel;
import dev.ferry.core.protocol.wire.Reject;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.share.Cancels;
import dev.ferry.model.Problem;
import dev.ferry.model.Problem.TransferRejected.Reason;

/** What a receiver's refusals mean to the person who sends. */
final class PeerReasons {
    private PeerReasons() { }

    static Problem rejected(Reject reject, ShareKind kind) {
        return switch (reject.getReason()) {
            case POLICY -> new Problem.TransferRejected(Reason.POLICY, kind == ShareKind.MOVE
                    ? "The other device does not let this one move files to it. It may trust it, or you send them without --move; nothing was deleted."
                    : "The other device does not accept files from this one.");
            case CONSENT_TIMEOUT -> new Problem.TransferRejected(Reason.CONSENT_TIMEOUT,
                    "Nobody answered the offer in time. Ask the other person to look at their screen, and share again.");
            case TOO_LARGE -> new Problem.TransferRejected(Reason.TOO_LARGE, "A file is larger than the other device accepts from this one. Pair the devices, or split the file.");
            case BUSY -> new Problem.TransferRejected(Reason.BUSY, "The other device has enough offers waiting. Try again in a minute.");
            case NO_SPACE -> new Problem.InsufficientStorage(reject.getNeeded(), reject.getAvailable(),
                    "There is not enough room at the other device. Free some space there, or send less.");
            case NOT_WRITABLE -> new Problem.FileAccessDenied("", "The other device cannot write into its folder. Its owner must choose another one.");
            case DISK_ERROR -> new Problem.FileAccessDenied("", "The disk of the other device answered with an error. Its owner must look at it, or choose another folder; then send it again.");
            case OVERLOADED -> new Problem.FileAccessDenied("", "The other device has as many files open as its system lets it. Send it again when less runs there, or let its owner raise the limit (ulimit -n).");
            case CONFLICT -> new Problem.DestinationConflict("", "Files of these names are at the other device already, and it was told to replace and rename nothing.");
            default -> new Problem.TransferRejected(Reason.DECLINED, "The other person declined.");
        };
    }

    static Problem cancelled(Cancel cancel) {
        return Cancels.byPeer(cancel.getReason());
    }

    static Problem cancelledHere() {
        return Cancels.here();
    }
}
