package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareRequest;
import dev.ferry.core.transfer.internal.reference.Carrier;
import dev.ferry.core.transfer.internal.send.Consignment;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Carries what references ask for. Links and shares are there when anything is asked. */
record ReferenceCarrier(Parts parts, Supplier<PairedLinks> links, Supplier<ShareManager> shares, Runnable reconsidering) implements Carrier {
    @Override
    public Session connect(DeviceId device) throws FerryException, InterruptedException {
        return PairedWay.first(parts, links.get().of(device), recovery -> { });
    }

    @Override
    public Session connect(Share share, DeviceId device) throws FerryException, InterruptedException {
        Session session = PairedWay.first(parts, links.get().of(device), share::recovery);
        share.linked(session.connection().routeReason(), session.connection().facts(), List.of());
        return session;
    }

    @Override
    public Optional<Session> live(DeviceId device) {
        return links.get().of(device).live();
    }

    @Override
    public DeviceRelationship relationship(DeviceId device) {
        return Relationships.now(parts.trust(), device);
    }

    @Override
    public ShareHandle send(ShareRequest request, Consignment consignment) throws FerryException {
        return shares.get().share(request, consignment);
    }

    @Override
    public void reconsider() {
        reconsidering.run();
    }
}
