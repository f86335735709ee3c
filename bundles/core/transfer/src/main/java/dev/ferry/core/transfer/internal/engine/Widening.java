package dev.ferry.core.transfer.internal.engine;

import com.google.protobuf.ByteString;
import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Join;
import dev.ferry.core.protocol.wire.Joined;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a session of a pair further connections where one is slow (PROTOCOL.md, "Subflows"): on a long way the window of one connection grows slowly and every lost packet
 * halves it; several together lose less. The side that dialled the session dials them, whoever sends.
 */
final class Widening {
    private static final Logger LOG = LoggerFactory.getLogger(Widening.class);

    /** Less than that is there before another connection is. */
    private static final long WORTH_BYTES = 8L * 1024 * 1024;
    /** On a nearer way one connection fills the network, and more of them cost processor time. */
    private static final Duration FAR = Duration.ofMillis(8);
    private static final Duration FIRST_WORD = Duration.ofSeconds(10);
    private static final String KEY_LABEL = "subflow";
    private static final int KEY_BYTES = 16;

    private final Parts parts;
    private final DeviceId device;

    Widening(Parts parts, DeviceId device) {
        this.parts = parts;
        this.device = device;
    }

    static boolean isWorth(Connection session, long bytes) {
        return session.initiator() && bytes >= WORTH_BYTES && session.roundTrip().filter(time -> time.compareTo(FAR) >= 0).isPresent();
    }

    /** Dials until the session has so many connections in all. Blocks. What fails is left out. */
    void widen(Session session, int connections) {
        try {
            for (int i = 1; i < connections && !session.isEnded() && session.admit(connections - 1); i++) {
                dial(session);
            }
        } catch (FerryException | IOException e) {
            LOG.debug("A session goes on with fewer connections than it might have", e);
            session.retract();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dial(Session session) throws FerryException, IOException, InterruptedException {
        Connection connection = parts.links().dial(new Links.Dial(Purpose.SUBFLOW, new Proof.Pinned(device), List.of(session.connection().facts().route()), "", DialWay.CONNECT));
        boolean added = false;
        try {
            connection.writer().send(Control.newBuilder().setJoin(Join.newBuilder().setSession(ByteString.copyFrom(key(session)))).build());
            if (firstWord(connection).getOfCase() != Control.OfCase.JOINED) {
                throw new IOException("The other side does not take another connection");
            }
            added = session.add(connection);
        } finally {
            if (!added) {
                connection.close();
            }
        }
    }

    /** Takes one that the other side dialled, or closes it. */
    void accepted(Connection connection, Optional<Session> session, int connections) {
        boolean added = false;
        boolean admitted = false;
        try {
            Control first = firstWord(connection);
            admitted = session.isPresent() && first.hasJoin() && !session.get().connection().initiator()
                    && MessageDigest.isEqual(first.getJoin().getSession().toByteArray(), key(session.get())) && session.get().admit(connections - 1);
            if (admitted) {
                connection.writer().send(Control.newBuilder().setJoined(Joined.getDefaultInstance()).build());
                added = session.get().add(connection);
            }
        } catch (IOException e) {
            LOG.debug("A further connection came to nothing", e);
        } finally {
            if (!added) {
                connection.close();
                if (admitted) {
                    session.get().retract();
                }
            }
        }
    }

    private Control firstWord(Connection connection) throws IOException {
        AtomicBoolean said = new AtomicBoolean();
        parts.platform().later(() -> {
            if (!said.get()) {
                connection.close();
            }
        }, TimeUnit.SECONDS.toMillis(FIRST_WORD.toSeconds()));
        Frame first = connection.reader().next();
        said.set(true);
        if (first instanceof Frame.Message message) {
            return message.control();
        }
        throw new IOException("A further connection begins without a word");
    }

    /** Both ends of that session know it, and nobody else. */
    private static byte[] key(Session session) throws IOException {
        try {
            return session.connection().keys().export(KEY_LABEL, KEY_BYTES);
        } catch (IllegalStateException e) {
            throw new IOException("The session has ended", e);
        }
    }
}
