package dev.ferry.api;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Proximity;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * In what circumstances something is shared, as far as it is known: what {@link ShareOptions#forContext} goes by.
 *
 * @param relationship what the other side is; empty while nobody is chosen
 * @param proximity    of the best way there; empty while none is known
 * @param bytes        how much is shared, or at least is; empty while nobody has looked
 * @param metered      whether what goes over the network costs
 * @param lowBattery   whether this device is about to run out of power
 */
public record ShareContext(Optional<DeviceRelationship> relationship, Optional<Proximity> proximity, OptionalLong bytes, boolean metered, boolean lowBattery) {
    /** Nothing is known. */
    public static final ShareContext UNKNOWN = new ShareContext(Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false);

    public ShareContext {
        Objects.requireNonNull(relationship, "relationship");
        Objects.requireNonNull(proximity, "proximity");
        Objects.requireNonNull(bytes, "bytes");
    }
}
