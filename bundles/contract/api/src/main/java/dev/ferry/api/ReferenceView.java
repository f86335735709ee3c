package dev.ferry.api;

import dev.ferry.model.AccessLevel;
import dev.ferry.model.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A reference as it is known here.
 *
 * @param id         the same on both devices
 * @param given      true on the device that has the files
 * @param device     the other one
 * @param deviceName how to call it, escaped
 * @param names      of the files and folders at its top, escaped; folders end with {@code /}
 * @param access     what the holder may do
 * @param expires    when it ends by itself
 * @param state      whether it holds
 * @param since      since when it is in that state
 * @param count      files and folders in it when it was given
 * @param bytes      of those files
 */
public record ReferenceView(UUID id, boolean given, DeviceId device, String deviceName, List<String> names, AccessLevel access, Optional<Instant> expires, State state,
                            Instant since, long count, long bytes) {
    /** Whether it holds. One that has ended never holds again; it is listed for 30 days more. */
    public enum State {
        /** Not answered yet. */
        OFFERED,
        /** It may be used. */
        ACTIVE,
        /** The other person did not want it, or could not be asked. */
        DECLINED,
        /** Its owner ended it, or blocked the holder or was blocked. */
        REVOKED,
        /** Its time is over. */
        EXPIRED
    }

    public ReferenceView {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(device, "device");
        names = List.copyOf(names);
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
    }
}
