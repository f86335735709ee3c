package dev.ferry.api;

import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.TrustLevel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Changes and ends relationships. Every change is durable when the call returns and effective on live transfers within a second. */
@ProviderType
public interface TrustService {
    /** Paired and blocked devices. */
    List<DeviceRelationship> known();

    /** @throws FerryException no such paired device */
    void trust(DeviceId device, TrustLevel level) throws FerryException;

    /**
     * Trusts for a while. At {@code until} by the wall clock, also while this device sleeps or is off, the level falls back to the one before, or to the next lower one where that
     * was not lower: the end of a time never raises trust. A clock that is set back by more than five minutes before the moment of this call ends it too.
     *
     * @param level not {@code UNVERIFIED}
     * @param until later than now, and at most 3650 days
     * @throws FerryException no such paired device, or a time or level that cannot be
     */
    TimedTrust trust(DeviceId device, TrustLevel level, Instant until) throws FerryException;

    /** Until when a paired device has its level, and what comes then; empty where that is until somebody changes it. */
    Optional<TimedTrust> timed(DeviceId device);

    /** Gives a paired device another local name. */
    void rename(DeviceId device, String name) throws FerryException;

    /** Refuses everything from this key from now on; known or not. */
    void block(DeviceId device, String reason) throws FerryException;

    /** Lifts a block; a device that was paired before is {@code UNVERIFIED} afterwards. */
    void unblock(DeviceId device) throws FerryException;

    /** Ends the pairing and tells the other side when it is next reached. */
    void unpair(DeviceId device) throws FerryException;
}
