package dev.ferry.core.link.internal;

import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.identity.Throwaways;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.link.Connection;
import dev.ferry.core.link.ConnectionHandler;
import dev.ferry.core.link.Links;
import dev.ferry.core.policy.Policy;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.runtime.Executors;
import dev.ferry.core.store.Store;
import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.SecurityContext;
import dev.ferry.spi.policy.PolicyQuestion;
import dev.ferry.spi.transport.Transport;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Registers {@link Links} and feeds it transports and handlers as they come and go. */
@Component(service = Links.class, configurationPid = "dev.ferry.core.link")
public final class LinkComponent implements Links {
    /** Configuration {@code dev.ferry.core.link}. */
    @interface Config {
        /** The port to listen on; 0 is 47900, or the next free one, written down at the first start. */
        int port() default 0;

        /** The only local address to listen on; empty is every one. */
        String address() default "";
    }

    private final Switchboard switchboard;

    @Activate
    public LinkComponent(Config config, @Reference DeviceIdentity identity, @Reference TrustStore trust, @Reference Throwaways throwaways, @Reference Policy policy,
                         @Reference Store store, @Reference(target = Executors.IO) ExecutorService io,
                         @Reference(target = Executors.TIMER) ScheduledExecutorService timer, @Reference InstantSource clock) {
        OptionalInt port = config.port() == 0 ? OptionalInt.empty() : OptionalInt.of(config.port());
        Optional<String> address = Optional.of(config.address()).filter(a -> !a.isBlank());
        switchboard = new Switchboard(new Switchboard.Setup(new Local(identity, trust, throwaways, new SecureRandom()), port, address, new Ports(port, store),
                id -> refusal(id, trust, policy), io, timer, clock));
    }

    private static Optional<Problem> refusal(DeviceId id, TrustStore trust, Policy policy) {
        DeviceRelationship subject = trust.blocked(id).<DeviceRelationship>map(b -> b).or(() -> trust.pair(id).map(p -> new DeviceRelationship.Paired(id, p.name(),
                p.trust(), new ConnectionStatus.Offline(Optional.empty(), Optional.empty()), Capabilities.NONE)))
                .orElseGet(() -> new DeviceRelationship.Unknown(Optional.empty(), Proximity.INTERNET, SecurityContext.NONE));
        return policy.refusal(new PolicyQuestion(subject, SecurityContext.PINNED, Operation.CONNECT, OptionalLong.empty()));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindTransport(Transport transport, Map<String, Object> properties) {
        switchboard.add(id(properties), transport);
    }

    void unbindTransport(Transport transport, Map<String, Object> properties) {
        switchboard.remove(id(properties), transport);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHandler(ConnectionHandler handler, Map<String, Object> properties) {
        switchboard.add(purpose(properties), handler);
    }

    void unbindHandler(ConnectionHandler handler, Map<String, Object> properties) {
        switchboard.remove(purpose(properties), handler);
    }

    private static String id(Map<String, Object> properties) {
        return String.valueOf(properties.get("ferry.transport.id"));
    }

    private static Purpose purpose(Map<String, Object> properties) {
        return Purpose.valueOf(String.valueOf(properties.get(ConnectionHandler.PURPOSE)));
    }

    @Deactivate
    void deactivate() {
        switchboard.close();
    }

    @Override
    public Connection dial(Dial request) throws FerryException, InterruptedException {
        return switchboard.dial(request);
    }

    @Override
    public Window open(WindowRequest request) throws FerryException {
        return switchboard.open(request);
    }

    @Override
    public Presence presence() {
        return switchboard.presence();
    }

    @Override
    public List<byte[]> ticketMeetings() {
        return switchboard.ticketMeetings();
    }

    @Override
    public Registration follow(Consumer<Presence> listener) {
        return switchboard.follow(listener);
    }
}
