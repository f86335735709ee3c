package dev.ferry.core.transfer.internal.pace;

import dev.ferry.api.Limits;
import dev.ferry.core.store.Records;
import dev.ferry.core.store.Store;
import dev.ferry.model.FerryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits that hold: what a person set last, by command or in the configuration. What was set by command outlives the process, and ends when the configuration says something else
 * than it did then. Any thread.
 */
public final class OwnLimits {
    private static final Logger LOG = LoggerFactory.getLogger(OwnLimits.class);
    private static final String KEY = "all";
    private static final int VERSION = 1;

    private final Bandwidth bandwidth;
    private final Store store;
    private final Records records;
    private Limits configured;

    /** Applies what holds now. */
    public OwnLimits(Bandwidth bandwidth, Store store, Limits configured) {
        this.bandwidth = bandwidth;
        this.store = store;
        this.records = store.records("limits");
        this.configured = configured;
        bandwidth.limits(records.get(KEY).flatMap(OwnLimits::kept).filter(kept -> kept.over().equals(configured)).map(Kept::set).orElse(configured));
    }

    /** @param over what the configuration said when it was set */
    private record Kept(Limits over, Limits set) { }

    public synchronized Limits configured() {
        return configured;
    }

    /** By command. */
    public synchronized void set(Limits next) {
        bandwidth.limits(next);
        if (next.equals(configured)) {
            records.remove(KEY);
        } else {
            records.put(KEY, bytes(new Kept(configured, next)));
        }
        commit();
    }

    /** By the configuration. */
    public synchronized void configure(Limits next) {
        if (!next.equals(configured)) {
            configured = next;
            bandwidth.limits(next);
            records.remove(KEY);
            commit();
        }
    }

    private void commit() {
        try {
            store.commit();
        } catch (FerryException e) {
            LOG.warn("A limit holds until Ferry is stopped, because it could not be written down: {}", e.problem().code());
        }
    }

    private static byte[] bytes(Kept kept) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            for (Limits limits : new Limits[] {kept.over(), kept.set()}) {
                out.writeLong(limits.up().orElse(0));
                out.writeLong(limits.down().orElse(0));
                out.writeLong(limits.each().orElse(0));
            }
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    private static Optional<Kept> kept(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return in.readByte() == VERSION ? Optional.of(new Kept(limits(in), limits(in))) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Limits limits(DataInputStream in) throws IOException {
        return new Limits(limit(in), limit(in), limit(in));
    }

    private static OptionalLong limit(DataInputStream in) throws IOException {
        long bytes = in.readLong();
        return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }
}
