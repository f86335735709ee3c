package dev.ferry.api;

import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.TrustLevel;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Changes and ends relationships. Every change is durable when the call returns and effective on live transfers within a second. */
@ProviderType
public interface TrustService {
    /** Paired and blocked devices. */
    List<DeviceRelationship> known();

    /** @throws FerryException no such paired device */
    void trust(DeviceId device, TrustLevel level) throws FerryException;

    /** Gives a paired device another local name. */
    void rename(DeviceId device, String name) throws FerryException;

    /** Refuses everything from this key from now on; known or not. */
    void block(DeviceId device, String reason) throws FerryException;

    /** Lifts a block; a device that was paired before is {@code UNVERIFIED} afterwards. */
    void unblock(DeviceId device) throws FerryException;

    /** Ends the pairing and tells the other side when it is next reached. */
    void unpair(DeviceId device) throws FerryException;
}
