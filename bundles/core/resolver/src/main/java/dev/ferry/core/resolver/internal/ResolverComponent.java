package dev.ferry.core.resolver.internal;

import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.identity.Throwaways;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.link.Links;
import dev.ferry.core.policy.Policy;
import dev.ferry.core.runtime.EventPublisher;
import dev.ferry.core.runtime.Executors;
import dev.ferry.core.store.Store;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.spi.discovery.Advertiser;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.security.SecurityProfile;
import dev.ferry.spi.transport.Transport;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Makes the neighbourhood and feeds it plugins as they come and go. Its two faces are services of their own: {@link DevicesComponent} and {@link TargetsComponent}. */
@Component(service = ResolverComponent.class, immediate = true, configurationPid = "dev.ferry.core.resolver")
public final class ResolverComponent {
    /** Configuration {@code dev.ferry.core.resolver}. */
    @interface Config {
        /** Whether strangers see this device's name: {@code auto} while it is asked for or a code is shown, or {@code always}. */
        String visible() default "auto";
    }

    private final Neighbourhood neighbourhood;

    @Activate
    public ResolverComponent(Config config, @Reference DeviceIdentity identity, @Reference TrustStore trust, @Reference Throwaways throwaways, @Reference Links links,
                             @Reference Policy policy, @Reference Store store, @Reference EventPublisher events, @Reference(target = Executors.IO) ExecutorService io,
                             @Reference(target = Executors.TIMER) ScheduledExecutorService timer, @Reference InstantSource clock) throws FerryException {
        neighbourhood = new Neighbourhood(new Neighbourhood.Setup(identity, trust, throwaways, links, policy, store, events, io, timer, clock, System::nanoTime,
                new SecureRandom(), InetAddress::getAllByName, always(config.visible())));
    }

    static boolean always(String visible) throws FerryException {
        return switch (visible.strip().toLowerCase(Locale.ROOT)) {
            case "auto" -> false;
            case "always" -> true;
            default -> throw new FerryException(new Problem.BadConfiguration("resolver.visible", "resolver.visible is auto or always, not \"" + visible + "\"."));
        };
    }

    Neighbourhood neighbourhood() {
        return neighbourhood;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindProvider(DiscoveryProvider provider, Map<String, Object> properties) {
        neighbourhood.services().add(discovery(properties), provider);
    }

    void unbindProvider(DiscoveryProvider provider) {
        neighbourhood.services().remove(provider);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindAdvertiser(Advertiser advertiser, Map<String, Object> properties) {
        neighbourhood.services().add(discovery(properties), advertiser);
    }

    void unbindAdvertiser(Advertiser advertiser) {
        neighbourhood.services().remove(advertiser);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindTransport(Transport transport, Map<String, Object> properties) {
        neighbourhood.services().addTransport(id(properties, "ferry.transport.id"), transport, properties.get("ferry.transport.rank") instanceof Integer rank ? rank : 0);
    }

    void unbindTransport(Transport transport) {
        neighbourhood.services().removeTransport(transport);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindProfile(SecurityProfile profile, Map<String, Object> properties) {
        neighbourhood.services().addProfile(id(properties, "ferry.security.id"), profile);
    }

    void unbindProfile(SecurityProfile profile) {
        neighbourhood.services().removeProfile(profile);
    }

    private static String discovery(Map<String, Object> properties) {
        return id(properties, "ferry.discovery.id");
    }

    private static String id(Map<String, Object> properties, String key) {
        return String.valueOf(properties.getOrDefault(key, "unnamed"));
    }

    @Deactivate
    void deactivate() {
        neighbourhood.close();
    }
}
