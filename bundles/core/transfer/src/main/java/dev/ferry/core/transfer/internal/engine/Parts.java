package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.ShareRequest;
import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.link.Links;
import dev.ferry.core.policy.Policy;
import dev.ferry.core.resolver.Targets;
import dev.ferry.core.transfer.internal.accept.Desk;
import dev.ferry.core.transfer.internal.errand.Errand;
import dev.ferry.core.transfer.internal.errand.Errands;
import dev.ferry.core.transfer.internal.pace.OwnLimits;
import dev.ferry.core.transfer.internal.reference.ReferenceBook;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.share.Shares;
import dev.ferry.model.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the engine is put together from.
 *
 * @param alias      what this device calls itself to receivers under {@code Visibility.ALIAS}; empty keeps to itself
 * @param references what other devices may reach of this one's files, and the other way round
 * @param later      where what outlives this process is kept; empty where nothing does
 */
public record Parts(Platform platform, OwnLimits limits, Links links, Targets targets, Policy policy, TrustStore trust, DeviceIdentity identity, Shares shares, Desk desk, Supplier<String> alias,
                    ReferenceBook references, Optional<Later> later) {
    /**
     * What outlives this process.
     *
     * @param longest how long it waits for its device
     */
    public record Later(Errands errands, Supplier<Duration> longest) {
        /** One that is given up when it has waited for that long, or for as long as it may take. */
        Errand errand(UUID id, ShareRequest request, DeviceId device, boolean queued, Instant now) {
            Duration most = longest.get();
            Duration time = request.options().timeout().filter(asked -> asked.compareTo(most) < 0).orElse(most);
            return new Errand(id, errands.nextNumber(), device, request.files(), request.message(), request.options(), queued, now, now.plus(time), false, Optional.empty());
        }
    }

    public Parts {
        Objects.requireNonNull(alias, "alias");
        Objects.requireNonNull(references, "references");
        Objects.requireNonNull(later, "later");
    }
}
