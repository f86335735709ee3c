package dev.ferry.core.transfer.internal.reference;

import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareRequest;
import dev.ferry.core.transfer.internal.send.Consignment;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import java.util.Optional;

/** What references have done over the one connection of a pair. */
public interface Carrier {
    /** The connection, dialled if there is none. Waits a little for a device that is not seen yet. */
    Session connect(DeviceId device) throws FerryException, InterruptedException;

    /** The same for a share that is told how it was made. */
    Session connect(Share share, DeviceId device) throws FerryException, InterruptedException;

    Optional<Session> live(DeviceId device);

    /** What it is to this device at this moment. */
    DeviceRelationship relationship(DeviceId device);

    /** Sends to a pair what the consignment walks, after a look at the files that the request names. Returns before any byte flows. */
    ShareHandle send(ShareRequest request, Consignment consignment) throws FerryException;

    /** What transfers may do changed: they are asked again, soon. */
    void reconsider();
}
