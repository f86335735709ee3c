package dev.ferry.core.identity;

import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Registration;
import dev.ferry.model.TrustLevel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Paired and blocked devices. Every change is durable when the call returns. A missing or damaged store means that nobody is trusted and the blocked stay blocked.
 */
public interface TrustStore {
    List<Pair> pairs();

    Optional<Pair> pair(DeviceId id);

    /** Adds or replaces. {@code secret} is K_pair, 32 bytes; copied here, to be wiped by the caller. */
    void add(Pair pair, byte[] secret) throws FerryException;

    /** @return false where there is no such pair */
    boolean trust(DeviceId id, TrustLevel level) throws FerryException;

    /**
     * Gives a level until a time by the wall clock; see {@link Pair#trusted(TrustLevel, Instant, Instant)} for what comes then. When it is over no call answers with that level
     * any more, and followers hear of it within a second.
     *
     * @param level not the lowest
     * @param until later than now
     * @return false where there is no such pair
     */
    boolean trust(DeviceId id, TrustLevel level, Instant until) throws FerryException;

    boolean rename(DeviceId id, String name) throws FerryException;

    boolean remove(DeviceId id) throws FerryException;

    void block(DeviceId id, String reason) throws FerryException;

    boolean unblock(DeviceId id) throws FerryException;

    List<DeviceRelationship.Blocked> blocked();

    Optional<DeviceRelationship.Blocked> blocked(DeviceId id);

    /**
     * Uses a pair's secret. The array is wiped when the function returns.
     *
     * @return empty where there is no such pair
     */
    <T> Optional<T> withSecret(DeviceId id, Function<byte[], T> use);

    /** Tells of each change to a device, after it is durable, on the calling thread of the change: return at once. */
    Registration follow(Consumer<DeviceId> listener);
}
