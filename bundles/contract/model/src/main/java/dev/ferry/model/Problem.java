package dev.ferry.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What went wrong, as a value: in results, events and {@link FerryException}. Each says what happened, the likely cause and what to try, and has
 * a stable code that programs may rely on. Text never holds a secret; a path of this device never goes to another.
 */
public sealed interface Problem {
    /** Stable, {@code [a-z-]+}, for example {@code no-space}. */
    String code();

    /** What happened, the likely cause and what to try: one to three sentences for a person. */
    String message();

    /** Whether the same may succeed later without anyone doing anything. */
    default boolean retryable() {
        return false;
    }

    /** The relationship does not carry this: no profile installed, not paired, paired networking absent. */
    record RelationshipError(String device, String message) implements Problem {
        public String code() { return "relationship"; }
    }

    /** A named plugin or core part is not installed or not running. */
    record MissingPart(String bundle, String message) implements Problem {
        public String code() { return "missing-part"; }
    }

    /** A local file is missing or may not be read or written. The path stays on this device. */
    record FileAccessDenied(String path, String message) implements Problem {
        public String code() { return "file-access"; }
    }

    /** The other side said no. */
    record TransferRejected(Reason reason, String message) implements Problem {
        /** Who or what refused. */
        public enum Reason { DECLINED, POLICY, CONSENT_TIMEOUT, TOO_LARGE, BUSY }

        public String code() { return "rejected"; }
    }

    /** The network did not carry it. */
    record NetworkError(boolean retryable, String message) implements Problem {
        public String code() { return "network"; }
    }

    /** No device of that name or code is there. */
    record NotFound(String wanted, String message) implements Problem {
        public String code() { return "not-found"; }
    }

    /** Several devices fit. */
    record Ambiguous(String wanted, List<String> candidates, String message) implements Problem {
        public Ambiguous { candidates = List.copyOf(candidates); }

        public String code() { return "ambiguous"; }
    }

    /** A code or ticket is wrong, used up or expired. */
    record WrongCode(String message) implements Problem {
        public String code() { return "wrong-code"; }
    }

    /** A device shows another key than the one it was paired with. */
    record IdentityChanged(String device, String message) implements Problem {
        public String code() { return "identity-changed"; }
    }

    /** A handshake, signature or cipher failed. Carries no key data; the session is dead. */
    record EncryptionError(String message) implements Problem {
        public String code() { return "encryption"; }
    }

    /**
     * Bytes are not what was sent. The file is not left under its real name.
     *
     * @param file   relative name, escaped
     * @param offset first byte of the range that failed
     * @param length of the range, −1 for the whole file
     */
    record IntegrityError(String file, long offset, long length, String message) implements Problem {
        public String code() { return "integrity"; }
    }

    /** A timer ran out. */
    record TimeoutError(Timer timer, Duration after, String message) implements Problem {
        /** Which one. */
        public enum Timer { CONNECT, IDLE, CONSENT, TOTAL }

        public TimeoutError { Objects.requireNonNull(timer, "timer"); }

        public String code() { return "timeout"; }
    }

    /** Not enough room at the receiver. */
    record InsufficientStorage(long needed, long available, String message) implements Problem {
        public String code() { return "no-space"; }
    }

    /** The device is blocked here. */
    record DeviceBlocked(String device, String reason, String message) implements Problem {
        public String code() { return "blocked"; }
    }

    /** A policy says no. */
    record PolicyRefused(String rule, String message) implements Problem {
        public String code() { return "policy"; }
    }

    /** Nothing to share with; says whom it considered and why each was left out. */
    record NoSuitableTargets(List<String> rejected, String message) implements Problem {
        public NoSuitableTargets { rejected = List.copyOf(rejected); }

        public String code() { return "no-target"; }
    }

    /** A file changed while it was being sent; the receiver keeps nothing of it under its name. */
    record SourceChanged(String file, String message) implements Problem {
        public String code() { return "source-changed"; }
    }

    /** A file of that name exists at the destination and the policy is to fail. */
    record DestinationConflict(String file, String message) implements Problem {
        public String code() { return "conflict"; }
    }

    /** The request itself is wrong. */
    record BadRequest(String message) implements Problem {
        public String code() { return "bad-request"; }
    }

    /** Configuration is wrong: which key, which value, what is allowed. */
    record BadConfiguration(String key, String message) implements Problem {
        public String code() { return "bad-configuration"; }
    }

    /** A person must answer and nobody can be asked here. */
    record InputNeeded(String message) implements Problem {
        public String code() { return "input-needed"; }
    }

    /** The other side does not speak the protocol, or lies. */
    record ProtocolError(String message) implements Problem {
        public String code() { return "protocol"; }
    }

    /** Someone ended it: not an error, but the reason a result has. */
    record Cancelled(boolean byPeer, String message) implements Problem {
        public String code() { return "cancelled"; }
    }

    /** A fault of Ferry or of the system under it. */
    record InternalError(String message) implements Problem {
        public String code() { return "internal"; }
    }
}
