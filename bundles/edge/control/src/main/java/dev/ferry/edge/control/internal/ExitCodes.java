package dev.ferry.edge.control.internal;

import dev.ferry.model.Problem;

/** What a problem is to a script: the one place where the exit code of the command is chosen. */
final class ExitCodes {
    static final int OK = 0;
    static final int BUG = 1;
    static final int USAGE = 2;
    static final int BAD_CONFIGURATION = 4;
    static final int NOT_AUTHORISED = 5;
    static final int PARTIAL = 10;
    static final int NOTHING_TO_DO = 11;
    static final int INPUT_NEEDED = 12;
    static final int CONFLICT = 13;
    static final int REJECTED = 20;
    static final int NOT_FOUND = 21;
    static final int WRONG_CODE = 22;
    static final int IDENTITY_CHANGED = 23;
    static final int BLOCKED = 24;
    static final int INTEGRITY = 25;
    static final int NO_SPACE = 26;
    static final int TIMEOUT = 27;
    static final int NETWORK = 28;
    static final int INTERRUPTED = 130;

    private ExitCodes() { }

    static int of(Problem problem) {
        if (problem instanceof Problem.TransferRejected rejected) {
            return rejected.reason() == Problem.TransferRejected.Reason.POLICY ? BLOCKED : REJECTED;
        }
        if (problem instanceof Problem.TimeoutError timeout) {
            return timeout.timer() == Problem.TimeoutError.Timer.CONSENT ? REJECTED : TIMEOUT;
        }
        if (problem instanceof Problem.NetworkError network) {
            return network.retryable() ? NETWORK : NOT_FOUND;
        }
        if (problem instanceof Problem.Cancelled cancelled) {
            return cancelled.byPeer() ? REJECTED : INTERRUPTED;
        }
        return switch (problem.code()) {
            case "bad-request", "ambiguous" -> USAGE;
            case "bad-configuration", "missing-part" -> BAD_CONFIGURATION;
            case "file-access", "relationship" -> NOT_AUTHORISED;
            case "source-changed" -> PARTIAL;
            case "input-needed" -> INPUT_NEEDED;
            case "conflict" -> CONFLICT;
            case "not-found", "no-target" -> NOT_FOUND;
            case "wrong-code" -> WRONG_CODE;
            case "identity-changed" -> IDENTITY_CHANGED;
            case "blocked", "policy" -> BLOCKED;
            case "encryption", "integrity", "protocol" -> INTEGRITY;
            case "no-space" -> NO_SPACE;
            default -> BUG;
        };
    }
}
