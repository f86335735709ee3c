package dev.ferry.core.pairing.internal;

import dev.ferry.api.PairingService;
import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.link.Links;
import dev.ferry.core.policy.Policy;
import dev.ferry.core.resolver.Targets;
import dev.ferry.core.runtime.EventPublisher;
import dev.ferry.core.runtime.Executors;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.FerryException;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Registers {@link PairingService}. */
@Component(service = PairingService.class)
public final class PairingComponent implements PairingService {
    private final Pairing pairing;

    @Activate
    public PairingComponent(@Reference DeviceIdentity self, @Reference TrustStore trust, @Reference Links links, @Reference Targets targets, @Reference Policy policy,
                            @Reference EventPublisher events, @Reference(target = Executors.IO) ExecutorService io, @Reference InstantSource clock) {
        pairing = new Pairing(new Pairing.Setup(self, trust, links, targets, policy, events, io, clock));
    }

    @Override
    public Showing show() throws FerryException {
        return pairing.show();
    }

    @Override
    public CompletionStage<Paired> join(String code) {
        return pairing.join(code);
    }
}
