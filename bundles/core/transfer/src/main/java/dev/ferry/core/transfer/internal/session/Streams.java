package dev.ferry.core.transfer.internal.session;

import dev.ferry.core.protocol.ProtocolException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The transfers of one connection by their numbers: odd ones were opened by the side that dialled, even ones by the other; each side counts upwards. Safe for use by
 * several threads.
 */
final class Streams {
    private final Map<Integer, StreamHandler> open = new HashMap<>();
    private int nextOurs;
    private int lastTheirs;
    private boolean closed;

    Streams(boolean initiator) {
        nextOurs = initiator ? 1 : 2;
    }

    /** A new stream of ours; empty where the connection has ended. */
    synchronized Optional<Integer> open(StreamHandler handler) {
        if (closed) {
            return Optional.empty();
        }
        int stream = nextOurs;
        nextOurs += 2;
        open.put(stream, handler);
        return Optional.of(stream);
    }

    /** @throws ProtocolException the number is not the other side's, or was used before */
    synchronized void demandNew(int stream) throws ProtocolException {
        boolean theirs = stream > 0 && (stream & 1) != (nextOurs & 1);
        if (!theirs || stream <= lastTheirs) {
            throw new ProtocolException("An offer comes on a stream that cannot be new");
        }
        lastTheirs = stream;
    }

    synchronized void adopt(int stream, StreamHandler handler) {
        open.put(stream, handler);
    }

    /**
     * Who has the stream; empty for one that ended here while the other side's message was on its way.
     *
     * @throws ProtocolException there never was such a stream
     */
    synchronized Optional<StreamHandler> of(int stream) throws ProtocolException {
        StreamHandler handler = open.get(stream);
        if (handler == null) {
            boolean ours = (stream & 1) == (nextOurs & 1);
            if (stream <= 0 || (ours ? stream >= nextOurs : stream > lastTheirs)) {
                throw new ProtocolException("A message names a stream that was never opened");
            }
        }
        return Optional.ofNullable(handler);
    }

    synchronized void remove(int stream) {
        open.remove(stream);
    }

    synchronized int size() {
        return open.size();
    }

    /** Everything that was open; nothing can be opened any more. */
    synchronized List<StreamHandler> close() {
        closed = true;
        List<StreamHandler> all = List.copyOf(open.values());
        open.clear();
        return all;
    }
}
