package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.link.Links;
import dev.ferry.core.policy.Policy;
import dev.ferry.core.resolver.Targets;
import dev.ferry.core.transfer.internal.accept.Desk;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.pace.OwnLimits;
import dev.ferry.core.transfer.internal.share.Shares;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What the engine is put together from.
 *
 * @param alias what this device calls itself to receivers under {@code Visibility.ALIAS}; empty keeps to itself
 */
public record Parts(Platform platform, OwnLimits limits, Links links, Targets targets, Policy policy, TrustStore trust, DeviceIdentity identity, Shares shares, Desk desk, Supplier<String> alias) {
    public Parts {
        Objects.requireNonNull(alias, "alias");
    }
}
