package dev.ferry.api;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Proximity;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How to share. Options tighten what the relationship's terms give and never loosen it: one that would is refused with the rule's name.
 *
 * @param priority      against other transfers of this device
 * @param kind          copy or move; what stays here is given with {@link ReferenceService}
 * @param bytesPerSecond a limit of this share alone
 * @param timeout       for the whole, where shorter than the terms'
 * @param visibility    what the receiver is told about the sender before consent
 * @param preserveTimes whether modification times are kept, where the terms allow
 * @param resumable     false forbids what the terms allow; true on a drop asks the other side for it
 * @param compression   of files that the terms of both sides let be compressed
 */
public record ShareOptions(Priority priority, Kind kind, OptionalLong bytesPerSecond, Optional<Duration> timeout, Visibility visibility,
                           boolean preserveTimes, Optional<Boolean> resumable, Compression compression) {
    public static final ShareOptions DEFAULT = new ShareOptions(Priority.NORMAL, Kind.COPY, OptionalLong.empty(), Optional.empty(),
            Visibility.FULL, true, Optional.empty());

    /** From so many bytes on, one GiB, a share is a large one. */
    public static final long LARGE = 1L << 30;

    /**
     * What suits the circumstances where nobody chose. Depends on nothing else, and differs from {@link #DEFAULT} as follows; the first rule of each kind that fits counts.
     *
     * <table>
     * <caption>Rules</caption>
     * <tr><th>where</th><th>then</th><th>because</th></tr>
     * <tr><td>the other side is on this machine</td><td>nothing is compressed</td><td>no network is in between</td></tr>
     * <tr><td>bytes cost, the battery is not low, and the other side is trusted or verified</td><td>always compressed</td><td>fewer bytes are worth the time; terms of others compress nothing, and
     * asking for it would be refused</td></tr>
     * <tr><td>the battery is low, and bytes cost nothing</td><td>nothing is compressed</td><td>computing costs power</td></tr>
     * <tr><td>bytes cost, the battery is low, or it is {@linkplain #LARGE much}</td><td>low priority</td><td>what is small or asked for otherwise goes first</td></tr>
     * </table>
     */
    public static ShareOptions forContext(ShareContext context) {
        return new ShareOptions(priority(context), DEFAULT.kind(), DEFAULT.bytesPerSecond(), DEFAULT.timeout(), DEFAULT.visibility(), DEFAULT.preserveTimes(), DEFAULT.resumable(), compression(context));
    }

    private static Compression compression(ShareContext context) {
        boolean here = context.proximity().filter(Proximity.SAME_HOST::equals).isPresent();
        boolean compresses = context.relationship().map(DeviceRelationship::governedBy).filter(List.of("trusted", "verified")::contains).isPresent();
        if (here || context.lowBattery() && !context.metered()) {
            return Compression.OFF;
        }
        return context.metered() && !context.lowBattery() && compresses ? Compression.ALWAYS : DEFAULT.compression();
    }

    private static Priority priority(ShareContext context) {
        boolean large = context.bytes().orElse(0) >= LARGE;
        return context.metered() || context.lowBattery() || large ? Priority.LOW : DEFAULT.priority();
    }

    /** With {@link Compression#AUTO}. */
    public ShareOptions(Priority priority, Kind kind, OptionalLong bytesPerSecond, Optional<Duration> timeout, Visibility visibility, boolean preserveTimes,
                        Optional<Boolean> resumable) {
        this(priority, kind, bytesPerSecond, timeout, visibility, preserveTimes, resumable, Compression.AUTO);
    }

    /** Order among transfers. */
    public enum Priority { LOW, NORMAL, HIGH, CRITICAL }

    /** What becomes of the source. */
    public enum Kind {
        /** It stays. */
        COPY,
        /** It is deleted after the durable receipt. */
        MOVE
    }

    /** When content is made smaller on its way. What would not shrink is never compressed. */
    public enum Compression {
        /** Never. */
        OFF,
        /** While the link moves less than can be compressed. */
        AUTO,
        /** However fast the link is; refused where the terms compress nothing. */
        ALWAYS
    }

    /** What the receiver is told before consent. */
    public enum Visibility {
        /** The device's name. */
        FULL,
        /** The configured alias. */
        ALIAS,
        /** Nothing. */
        ANONYMOUS
    }

    public ShareOptions {
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(bytesPerSecond, "bytesPerSecond");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(visibility, "visibility");
        Objects.requireNonNull(resumable, "resumable");
        Objects.requireNonNull(compression, "compression");
    }
}
