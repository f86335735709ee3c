package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.link.Connection;
import dev.ferry.core.protocol.Coding;
import dev.ferry.core.protocol.FrameLimits;
import dev.ferry.core.protocol.FrameReader;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.crypto.LinkKeys;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.Urgency;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An authenticated connection without any authentication. */
final class FakeConnection implements Connection {
    static final Route ROUTE = new Route("memory", "192.0.2.1:47900", Proximity.SAME_HOST);

    private final Purpose purpose;
    private final boolean initiator;
    private final SecurityContext context;
    private final Optional<DeviceId> peer;
    private final String label;
    private final MemoryChannel channel;
    private final FrameReader reader;
    private final FrameWriter writer;
    private volatile Capabilities capabilities = new Capabilities(Set.of(Coding.DEFLATE_CAPABILITY));
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private volatile Urgency urgency = Urgency.NORMAL;
    private Route route = ROUTE;
    private Optional<Duration> roundTrip = Optional.empty();
    private Optional<LinkKeys> keys = Optional.empty();

    FakeConnection(Purpose purpose, boolean initiator, SecurityContext context, Optional<DeviceId> peer, String label, MemoryChannel channel) {
        this.purpose = purpose;
        this.initiator = initiator;
        this.context = context;
        this.peer = peer;
        this.label = label;
        this.channel = channel;
        this.reader = new FrameReader(channel, FrameLimits.AUTHENTICATED);
        this.writer = new FrameWriter(channel);
        if (purpose.inCells()) {
            channel.inCells();
            reader.inCells();
            writer.inCells();
        }
    }

    /** What both sides named. */
    void can(Capabilities both) {
        capabilities = both;
    }

    /** What a greeting would have left. */
    void greeted(Route over, Optional<Duration> time, LinkKeys left) {
        route = over;
        roundTrip = time;
        keys = Optional.of(left);
    }

    MemoryChannel channel() {
        return channel;
    }

    @Override
    public Purpose purpose() {
        return purpose;
    }

    @Override
    public boolean initiator() {
        return initiator;
    }

    @Override
    public SecurityContext context() {
        return context;
    }

    @Override
    public Optional<DeviceId> peer() {
        return peer;
    }

    @Override
    public String peerLabel() {
        return label;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Optional<DeviceKind> kind() {
        return Optional.of(DeviceKind.SERVER);
    }

    @Override
    public List<String> checkWords() {
        return context == SecurityContext.WORDS ? List.of("amber", "boat", "cedar", "dune") : List.of();
    }

    @Override
    public LinkFacts facts() {
        return new LinkFacts(initiator, new byte[1], new byte[1], route, "none", "none", "none", "none");
    }

    @Override
    public String routeReason() {
        return "in memory, 1 candidate tried";
    }

    @Override
    public FrameReader reader() {
        return reader;
    }

    @Override
    public FrameWriter writer() {
        return writer;
    }

    @Override
    public void urgency(Urgency next) {
        urgency = next;
    }

    Urgency urgency() {
        return urgency;
    }

    @Override
    public long bytes() {
        return channel.moved();
    }

    @Override
    public Optional<Duration> roundTrip() {
        return roundTrip;
    }

    @Override
    public LinkKeys keys() {
        return keys.orElseThrow(UnsupportedOperationException::new);
    }

    @Override
    public CompletionStage<Void> closed() {
        return closed;
    }

    @Override
    public void close() {
        channel.close();
        closed.complete(null);
    }
}
