package dev.ferry.core.policy.internal;

import dev.ferry.core.policy.Policy;
import dev.ferry.core.runtime.Executors;
import dev.ferry.spi.policy.PolicyRule;
import dev.ferry.spi.security.SecurityProfile;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The policy object as a service, fed with profiles and rules as they come and go. */
@Component(service = Policy.class)
public final class PolicyComponent extends Decisions {
    /** What the contract of rules says. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    @Activate
    public PolicyComponent(@Reference(target = Executors.IO) ExecutorService io, @Reference(target = Executors.EVENTS) Executor events) {
        super(io, events, System::nanoTime, PATIENCE);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindProfile(SecurityProfile profile, Map<String, Object> properties) {
        putProfile(profile, properties);
    }

    void updatedProfile(SecurityProfile profile, Map<String, Object> properties) {
        putProfile(profile, properties);
    }

    void unbindProfile(SecurityProfile profile, Map<String, Object> properties) {
        removeProfile(profile, properties);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindRule(PolicyRule rule, Map<String, Object> properties) {
        putRule(rule, properties);
    }

    void updatedRule(PolicyRule rule, Map<String, Object> properties) {
        putRule(rule, properties);
    }

    void unbindRule(PolicyRule rule, Map<String, Object> properties) {
        removeRule(rule, properties);
    }
}
