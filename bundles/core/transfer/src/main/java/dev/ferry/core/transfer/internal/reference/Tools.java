package dev.ferry.core.transfer.internal.reference;

import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.policy.Policy;
import dev.ferry.core.resolver.Targets;
import dev.ferry.core.transfer.internal.accept.Desk;
import dev.ferry.core.transfer.internal.accept.Inbox;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.share.Shares;
import dev.ferry.model.DeviceId;
import dev.ferry.model.PeerText;
import java.util.function.Supplier;

/**
 * What references work with.
 *
 * @param own   folders to which no reference leads
 * @param label what this device calls itself
 */
public record Tools(Platform platform, Policy policy, TrustStore trust, Targets targets, Shares shares, Desk desk, Inbox inbox, OwnFolders own, ReferenceBook book,
                    Supplier<String> label) {
    private static final int MAX_NAME = 64;

    /** How to call a device, escaped. */
    String name(DeviceId device) {
        return trust.pair(device).map(Pair::name).map(name -> PeerText.escape(name, MAX_NAME)).orElse(device.display());
    }
}
