package dev.ferry.core.link.internal;

import dev.ferry.core.link.Connection;
import dev.ferry.core.protocol.FrameReader;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.crypto.LinkKeys;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.Link;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.Urgency;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link after its greeting. */
final class AuthenticatedConnection implements Connection {
    /**
     * What the greeting found out.
     *
     * @param label        of the peer, escaped
     * @param capabilities in common
     * @param kind         of the peer, by its own word
     * @param roundTrip    the shortest time that an answer took, on the side that dialled
     */
    record Greeted(Purpose purpose, SecurityContext context, Optional<DeviceId> peer, String label, Capabilities capabilities, Optional<DeviceKind> kind, List<String> words,
                   LinkKeys keys, Optional<Duration> roundTrip) { }

    private static final Logger LOG = LoggerFactory.getLogger(AuthenticatedConnection.class);

    private final Link link;
    private final Wire wire;
    private final Greeted greeted;
    private final String routeReason;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    AuthenticatedConnection(Link link, Wire wire, Greeted greeted, String routeReason) {
        this.link = link;
        this.wire = wire;
        this.greeted = greeted;
        this.routeReason = routeReason;
    }

    @Override
    public Purpose purpose() {
        return greeted.purpose();
    }

    @Override
    public boolean initiator() {
        return link.facts().initiator();
    }

    @Override
    public SecurityContext context() {
        return greeted.context();
    }

    @Override
    public Optional<DeviceId> peer() {
        return greeted.peer();
    }

    @Override
    public String peerLabel() {
        return greeted.label();
    }

    @Override
    public Capabilities capabilities() {
        return greeted.capabilities();
    }

    @Override
    public Optional<DeviceKind> kind() {
        return greeted.kind();
    }

    @Override
    public List<String> checkWords() {
        return greeted.words();
    }

    @Override
    public LinkFacts facts() {
        return link.facts();
    }

    @Override
    public String routeReason() {
        return routeReason;
    }

    @Override
    public Optional<Duration> roundTrip() {
        return greeted.roundTrip();
    }

    @Override
    public FrameReader reader() {
        return wire.reader();
    }

    @Override
    public FrameWriter writer() {
        return wire.writer();
    }

    @Override
    public void urgency(Urgency urgency) {
        try {
            link.urgency(urgency);
        } catch (RuntimeException e) {
            // A transport's fault, and nothing that a transfer needs.
            LOG.warn("A link of {} could not be marked", link.facts().route().transport(), e);
        }
    }

    @Override
    public long bytes() {
        return wire.bytes();
    }

    @Override
    public LinkKeys keys() {
        return greeted.keys();
    }

    @Override
    public CompletionStage<Void> closed() {
        return closed.minimalCompletionStage();
    }

    @Override
    public void close() {
        link.close();
        greeted.keys().close();
        closed.complete(null);
    }
}
