package dev.ferry.core.transfer.internal.session;

import dev.ferry.core.link.Connection;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.model.Urgency;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Further connections of a session, for a network on which one alone is slow: what is sent is spread over all of them in numbered segments, what comes is gathered in the
 * order of the numbers. If one of them breaks the session is over, as if its only connection had broken. Any thread, but {@link #next}.
 */
final class Subflows {
    private static final long FLUSH_MILLIS = 900;

    private final Connection primary;
    private final Platform platform;
    private final Runnable broken;
    private final Gathering gathering;
    private final List<Connection> further = new ArrayList<>();
    private Optional<Spreading> spreading = Optional.empty();
    private Urgency urgency = Urgency.NORMAL;
    private int admitted;
    private boolean closed;
    /** Reader thread only. */
    private boolean gathers;

    /** @param broken one of them cannot be written any more */
    Subflows(Connection primary, Platform platform, Runnable broken) {
        this.primary = primary;
        this.platform = platform;
        this.broken = broken;
        this.gathering = new Gathering(platform);
    }

    /** The next frame of the session. */
    Frame next() throws IOException {
        if (gathers) {
            return gathering.next();
        }
        Frame frame = primary.reader().next();
        if (!(frame instanceof Frame.Segment first)) {
            return frame;
        }
        if (primary.purpose() != Purpose.SESSION || first.number() != 0) {
            throw new ProtocolException("A segment comes where none can be");
        }
        gathering.put(first);
        gathers = true;
        platform.run(() -> gathering.bring(primary.reader()));
        return gathering.next();
    }

    /**
     * Uses it from now on, both ways. The other side does, or will.
     *
     * @return false: the session is over, and the connection is the caller's to close
     */
    boolean add(Connection connection) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            further.add(connection);
            if (urgency != Urgency.NORMAL) {
                connection.urgency(urgency);
            }
            if (spreading.isEmpty()) {
                Spreading all = new Spreading(platform, broken);
                all.add(primary.writer().divert(all));
                spreading = Optional.of(all);
            }
            spreading.get().add(connection.writer().divert(Subflows::closed));
        }
        platform.run(() -> gathering.bring(connection.reader()));
        return true;
    }

    private static void closed(ByteBuffer... frames) throws IOException {
        throw new IOException("Only segments go over it");
    }

    synchronized boolean admit(int most) {
        boolean room = !closed && admitted < most;
        admitted += room ? 1 : 0;
        return room;
    }

    synchronized void retract() {
        admitted--;
    }

    /** Of all connections, and of those to come: as it is when this is done, so that the last word counts. */
    synchronized void urgency(AtomicReference<Urgency> latest) {
        Urgency now = latest.get();
        urgency = now;
        primary.urgency(now);
        further.forEach(connection -> connection.urgency(now));
    }

    /** That moved over them, beside those of the first connection. */
    synchronized long bytes() {
        return further.stream().mapToLong(Connection::bytes).sum();
    }

    /** Waits a moment until what was written has left. */
    void flush() {
        Optional<Spreading> all;
        synchronized (this) {
            all = spreading;
        }
        all.ifPresent(each -> each.flush(FLUSH_MILLIS));
    }

    void close() {
        List<Connection> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(further);
            spreading.ifPresent(each -> each.fail(new IOException("The session is over")));
        }
        gathering.fail(new IOException("The session is over"));
        all.forEach(Connection::close);
    }
}
