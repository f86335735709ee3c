package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.link.Connection;
import dev.ferry.core.transfer.internal.reference.References;
import dev.ferry.model.DeviceId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The connections of all pairs. */
final class PairedLinks {
    private final Parts parts;
    private final References references;
    private final Consumer<DeviceId> linked;
    private final Map<DeviceId, PairedLink> links = new ConcurrentHashMap<>();

    /** @param linked hears of each new connection, whoever dialled; returns at once */
    PairedLinks(Parts parts, References references, Consumer<DeviceId> linked) {
        this.parts = parts;
        this.references = references;
        this.linked = linked;
    }

    PairedLink of(DeviceId device) {
        return links.computeIfAbsent(device, id -> new PairedLink(parts, references, id, () -> linked.accept(id)));
    }

    /** Reads it to its end on this thread. */
    void accepted(Connection connection) {
        if (connection.peer().isPresent()) {
            of(connection.peer().get()).accepted(connection);
        } else {
            connection.close();
        }
    }

    /** Takes it, or closes it. */
    void subflow(Connection connection) {
        Optional<PairedLink> link = connection.peer().map(links::get);
        if (link.isPresent()) {
            link.get().subflow(connection);
        } else {
            connection.close();
        }
    }

    /** Return at once. */
    void stir(DeviceId device) {
        PairedLink link = links.get(device);
        if (link != null) {
            link.stir();
        }
    }

    void reconsider() {
        links.values().forEach(PairedLink::reconsider);
    }

    void close() {
        links.values().forEach(PairedLink::close);
    }
}
