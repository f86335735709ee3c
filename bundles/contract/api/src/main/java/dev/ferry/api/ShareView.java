package dev.ferry.api;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.Problem;
import dev.ferry.model.RecoveryAction;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.TransferState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A share at one instant.
 *
 * @param id         of the share
 * @param outgoing   true at the sender
 * @param state      where it stands
 * @param phase      what it is doing, one word: {@code queued waiting connecting offering consent sending receiving finishing ended}
 * @param peer       who, as far as known
 * @param peerName   how to call them, escaped
 * @param terms      the terms of the relationship, once resolved
 * @param route      why this route, once linked: a sentence
 * @param link       what was negotiated
 * @param checkWords four words to compare, while they matter
 * @param progress   how far
 * @param code       shown code of a {@link ShareTarget.CodeHolder} share
 * @param recovery   the last recovery step
 * @param started    when
 * @param choice     where the device was chosen and not named: why this one
 * @param errand     of one that outlives this process and waits for its device: phase {@code queued} while it does
 */
public record ShareView(UUID id, boolean outgoing, TransferState state, String phase, Optional<DeviceRelationship> peer, String peerName,
                        Optional<SessionTerms> terms, Optional<String> route, Optional<LinkFacts> link, List<String> checkWords,
                        Progress progress, Optional<ShownCode> code, Optional<RecoveryAction> recovery, Instant started,
                        Optional<String> choice, Optional<Errand> errand) {

    /**
     * What is sent whatever becomes of this process.
     *
     * @param files  as they were named
     * @param until  when it is given up, if its device was not there for long enough
     * @param paused whether a person here paused it
     * @param why    it waits: how the last try ended; empty before the first
     */
    public record Errand(List<Path> files, Instant until, boolean paused, Optional<Problem> why) {
        public Errand {
            files = List.copyOf(files);
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(why, "why");
        }
    }

    /**
     * How far a share is. At the sender bytes and files count when the receiver has acknowledged them.
     *
     * @param bytes      so far
     * @param totalBytes in all, empty while the tree is still being read
     * @param files      finished
     * @param totalFiles in all, empty while the tree is still being read
     * @param rate       bytes a second over the last seconds
     * @param eta        remaining time, where it can be said
     */
    public record Progress(long bytes, OptionalLong totalBytes, long files, OptionalLong totalFiles, long rate, Optional<Duration> eta) {
        public static final Progress NONE = new Progress(0, OptionalLong.empty(), 0, OptionalLong.empty(), 0, Optional.empty());
    }

    /** A code being shown. */
    public record ShownCode(String code, String ticket, Instant expires) {
        @Override
        public String toString() {
            return "ShownCode until " + expires;
        }
    }

    public ShareView {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(errand, "errand");
        checkWords = List.copyOf(checkWords);
    }

    /** A share that ends with its process. */
    public ShareView(UUID id, boolean outgoing, TransferState state, String phase, Optional<DeviceRelationship> peer, String peerName, Optional<SessionTerms> terms,
                     Optional<String> route, Optional<LinkFacts> link, List<String> checkWords, Progress progress, Optional<ShownCode> code,
                     Optional<RecoveryAction> recovery, Instant started, Optional<String> choice) {
        this(id, outgoing, state, phase, peer, peerName, terms, route, link, checkWords, progress, code, recovery, started, choice, Optional.empty());
    }

    /** A share with a device that was named. */
    public ShareView(UUID id, boolean outgoing, TransferState state, String phase, Optional<DeviceRelationship> peer, String peerName, Optional<SessionTerms> terms,
                     Optional<String> route, Optional<LinkFacts> link, List<String> checkWords, Progress progress, Optional<ShownCode> code,
                     Optional<RecoveryAction> recovery, Instant started) {
        this(id, outgoing, state, phase, peer, peerName, terms, route, link, checkWords, progress, code, recovery, started, Optional.empty());
    }
}
