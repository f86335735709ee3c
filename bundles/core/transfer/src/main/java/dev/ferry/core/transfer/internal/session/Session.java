package dev.ferry.core.transfer.internal.session;

import dev.ferry.api.ShareOptions.Priority;
import dev.ferry.core.link.Connection;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Goodbye;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.protocol.wire.Pong;
import dev.ferry.core.protocol.wire.ReferenceEnded;
import dev.ferry.core.transfer.internal.pace.Hurrying;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.model.Urgency;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection in use. {@link #run} reads it to its end on the calling thread; everything else may be called from any thread and returns at once. Payload is written by
 * the senders' own threads through {@link #writer}; control messages leave through {@link #send}, in order.
 */
public final class Session implements Hurrying {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    /** How long last words may take; the peer may not be reading. */
    private static final long GOODBYE_MILLIS = 1000;
    /** Less may lie in buffers. */
    private static final long TELLING_BYTES = 4 << 20;
    private static final String CLOSING = "closing";
    private static final String PROTOCOL = "protocol";
    /** Another connection of the pair takes over. */
    private static final String REPLACED = "replaced";

    /** What the owner of a connection decides. Called by the reader thread. */
    public interface Owner {
        /** Who takes this offer; empty where it was refused, with the refusal sent. */
        Optional<StreamHandler> offered(Session session, int stream, Offer offer) throws ProtocolException;

        /** So many bytes are about to come or go. Returns at once. */
        default void expecting(Session session, long bytes) { }

        /**
         * Who takes the stream that a message about a reference opens; empty where it needs no stream on this side.
         *
         * @throws ProtocolException its content is not legal, or the other side has no references here
         */
        default Optional<StreamHandler> asked(Session session, int stream, Control opening) throws ProtocolException {
            throw new ProtocolException("Only paired devices have references");
        }

        /** A reference of the other side is over. */
        default void referenceEnded(Session session, ReferenceEnded ended) throws ProtocolException {
            throw new ProtocolException("Only paired devices have references");
        }

        /** The other side forgot this pair. */
        void unpaired(Session session) throws ProtocolException;

        /** The connection has ended and every stream was told. */
        void ended(Session session, Ending why);
    }

    private final Connection connection;
    private final Platform platform;
    private final Owner owner;
    private final Streams streams;
    private final Subflows subflows;
    private final Outbox outbox;
    private final Keepalive keepalive;
    private final AtomicReference<Ending> ending = new AtomicReference<>();
    private final AtomicReference<Urgency> urgency = new AtomicReference<>(Urgency.NORMAL);
    private volatile boolean replacing;
    private volatile OptionalLong bytesPerSecond = OptionalLong.empty();

    /** Of the last data frame: consecutive frames mostly belong together. Reader thread only. */
    private int lastStream;
    private Optional<StreamHandler> lastHandler = Optional.empty();

    public Session(Connection connection, Platform platform, Owner owner) {
        this.connection = connection;
        this.platform = platform;
        this.owner = owner;
        this.streams = new Streams(connection.initiator());
        this.subflows = new Subflows(connection, platform, () -> end(Ending.broken()));
        this.outbox = new Outbox(connection.writer(), platform, () -> end(Ending.broken()), this::unwritable);
        this.keepalive = new Keepalive(platform, this::send, () -> end(Ending.silent()));
    }

    public Connection connection() {
        return connection;
    }

    /**
     * Spreads what moves over one more connection of the same two devices.
     *
     * @return false: this session is over, and the connection is the caller's to close
     */
    public boolean add(Connection further) {
        return subflows.add(further);
    }

    /**
     * Keeps a place for one more connection.
     *
     * @param most beside the first
     * @return whether there was one
     */
    public boolean admit(int most) {
        return subflows.admit(most);
    }

    /** What was admitted does not come. */
    public void retract() {
        subflows.retract();
    }

    /** That moved over all its connections, both ways together. */
    public long bytes() {
        return connection.bytes() + subflows.bytes();
    }

    /** So many bytes of a transfer are about to come or go. */
    public void expect(long bytes) {
        owner.expecting(this, bytes);
    }

    @Override
    public void hurry(Priority most) {
        Urgency next = Urgency.valueOf(most.name());
        if (urgency.getAndSet(next) != next) {
            platform.run(() -> subflows.urgency(urgency));
        }
    }

    public FrameWriter writer() {
        return connection.writer();
    }

    /** A transfer sent so much over it in that time. */
    public void moved(long bytes, long nanos) {
        if (bytes >= TELLING_BYTES) {
            bytesPerSecond = OptionalLong.of((long) (bytes / (Math.max(1, nanos) / 1e9)));
        }
    }

    /** What the last transfer that was large enough to tell could send over it; empty before. */
    public OptionalLong bytesPerSecond() {
        return bytesPerSecond;
    }

    /** Soon, in order with others sent here. */
    public void send(Control control) {
        outbox.add(control);
    }

    /** The same, waiting while much is waiting to leave: not for the reader's thread. Does nothing on a thread that is interrupted: the process ends. */
    public void sendPatiently(Control control) {
        try {
            outbox.addPatiently(control);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until what was sent before has left, but not for ever: for whoever ends the process next. */
    public void awaitLeft() {
        try {
            outbox.awaitLeft(GOODBYE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A new stream, begun with that message: the numbers of new streams must reach the other side in their order.
     *
     * @return empty where the connection has ended
     */
    public Optional<Integer> open(StreamHandler handler, IntFunction<Control> first) {
        synchronized (streams) {
            Optional<Integer> stream = streams.open(handler);
            stream.ifPresent(number -> send(first.apply(number)));
            return stream;
        }
    }

    /** The transfer is over; what still comes for it is not heard. */
    public void release(int stream) {
        streams.remove(stream);
    }

    /** Another connection is being made to take over from this one: however it is lost now, it is replaced. */
    public void replacing() {
        replacing = true;
    }

    /** No transfer is on it. */
    public boolean isIdle() {
        return streams.size() == 0;
    }

    public boolean isEnded() {
        return ending.get() != null;
    }

    /** Whether the other side is there: known at once where something came just now, else asked and known within seconds. */
    public CompletionStage<Boolean> lives() {
        return isEnded() ? CompletableFuture.completedFuture(false) : keepalive.lives();
    }

    /** The shortest time that an answer took so far; none is measured where nothing was asked. */
    public Optional<Duration> roundTrip() {
        return Stream.of(connection.roundTrip(), keepalive.roundTrip()).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    /** For one more answer; returns at once. */
    public void ask() {
        keepalive.ping();
    }

    /** It missed an answer and has not been heard since. */
    public boolean isDoubted() {
        return keepalive.isDoubted();
    }

    /** Reads until the connection ends. Once. */
    public void run() {
        keepalive.start();
        Ending why;
        try {
            read();
            why = Ending.left();
        } catch (ProtocolException e) {
            LOG.info("A connection was closed: {}", e.getMessage());
            why = Ending.theirFault();
            if (ending.compareAndSet(null, why)) {
                farewell(PROTOCOL);
            }
        } catch (IOException e) {
            why = Ending.broken();
        } catch (RuntimeException e) {
            LOG.error("A connection was closed because of a fault of Ferry", e);
            why = Ending.broken();
        }
        end(why);
        keepalive.stop();
        Ending last = ending.get();
        streams.close().forEach(handler -> tell(handler, last));
        owner.ended(this, last);
    }

    /** One that fails keeps nobody else from hearing it. */
    private static void tell(StreamHandler handler, Ending last) {
        try {
            handler.ended(last);
        } catch (RuntimeException e) {
            LOG.error("The end of a connection was not taken because of a fault of Ferry", e);
        }
    }

    private void read() throws IOException {
        while (!isEnded()) {
            keepalive.waiting();
            Frame frame = subflows.next();
            keepalive.heard();
            if (frame instanceof Frame.Data data) {
                data(data);
            } else if (frame instanceof Frame.Message message && !control(message.control())) {
                return;
            }
        }
    }

    private void data(Frame.Data data) throws ProtocolException {
        if (lastHandler.isEmpty() || data.stream() != lastStream) {
            lastHandler = streams.of(data.stream());
            lastStream = data.stream();
        }
        if (lastHandler.isPresent()) {
            StreamHandler handler = lastHandler.get();
            handler.stage().demandData();
            handler.data(data);
        }
    }

    /** False for the last message. */
    private boolean control(Control control) throws ProtocolException {
        switch (control.getOfCase()) {
            case PING -> send(Control.newBuilder().setPong(Pong.newBuilder().setId(control.getPing().getId())).build());
            case PONG -> keepalive.pong(control.getPong().getId());
            case GOODBYE -> {
                if (control.getGoodbye().getCode().equals(PROTOCOL)) {
                    end(Ending.ourFault());
                } else if (control.getGoodbye().getCode().equals(REPLACED)) {
                    end(Ending.replaced());
                }
                return false;
            }
            case UNPAIRED -> unpaired();
            case OFFER -> offer(control.getOffer());
            case REFERENCE_OFFER, REFERENCE_LIST, REFERENCE_GET -> asked(control);
            case REFERENCE_ENDED -> owner.referenceEnded(this, control.getReferenceEnded());
            default -> {
                Optional<StreamHandler> handler = streams.of(StreamNumber.of(control));
                if (handler.isPresent()) {
                    handler.get().stage().demand(control.getOfCase());
                    handler.get().message(control);
                }
            }
        }
        return true;
    }

    private void unpaired() throws ProtocolException {
        if (connection.purpose() != Purpose.SESSION) {
            throw new ProtocolException("Only paired devices can part");
        }
        owner.unpaired(this);
    }

    private void offer(Offer offer) throws ProtocolException {
        int stream = offer.getStream();
        streams.demandNew(stream);
        owner.offered(this, stream, offer).ifPresent(handler -> streams.adopt(stream, handler));
    }

    private void asked(Control opening) throws ProtocolException {
        int stream = StreamNumber.of(opening);
        streams.demandNew(stream);
        owner.asked(this, stream, opening).ifPresent(handler -> streams.adopt(stream, handler));
    }

    /** Says goodbye, unless nobody seems to be there, and closes; the streams hear why from the reader thread. */
    public void close(Ending why) {
        if (isDoubted()) {
            end(why);
        } else if (ending.compareAndSet(null, why)) {
            farewell(why.equals(Ending.replaced()) ? REPLACED : CLOSING);
        }
    }

    /** Sends this as the last word instead. */
    public void close(Ending why, Control lastWord) {
        if (ending.compareAndSet(null, why)) {
            outbox.add(lastWord);
            farewell(CLOSING);
        }
    }

    private void end(Ending why) {
        if (ending.compareAndSet(null, replacing && why.lost() ? Ending.replaced() : why)) {
            hangUp();
        }
    }

    /** The reader may be about to read why, and in any case notices soon. */
    private void unwritable() {
        platform.later(() -> end(Ending.broken()), GOODBYE_MILLIS);
    }

    private void farewell(String code) {
        outbox.add(Control.newBuilder().setGoodbye(Goodbye.newBuilder().setCode(code)).build());
        outbox.close(() -> {
            subflows.flush();
            hangUp();
        });
        platform.later(this::hangUp, GOODBYE_MILLIS);
    }

    private void hangUp() {
        connection.close();
        subflows.close();
    }

    /** Nothing that names the other side. */
    @Override
    public String toString() {
        return connection.purpose() + (connection.initiator() ? " dialled" : " accepted");
    }
}
