package dev.ferry.core.resolver.internal.kept;

import dev.ferry.core.store.Records;
import dev.ferry.core.store.Store;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sort of things that are remembered of paired devices: for each a text of ASCII in records of the store. Any thread. */
public final class PairRecords {
    private static final Logger LOG = LoggerFactory.getLogger(PairRecords.class);

    private final Store store;
    private final Records records;
    private final String what;

    /**
     * Opens them.
     *
     * @param name of the store's records
     * @param what begins a sentence of the log that says that they could not be written
     */
    public PairRecords(Store store, String name, String what) {
        this.store = store;
        this.records = store.records(name);
        this.what = what;
    }

    /** What is remembered; empty where nothing is. */
    public synchronized String of(DeviceId device) {
        return records.get(device.hex()).map(bytes -> new String(bytes, StandardCharsets.US_ASCII)).orElse("");
    }

    /**
     * Durable when this returns, unless the log says that it is not. What stays the same is not written.
     *
     * @param next what is remembered from now on, by what was; one is asked after the other
     */
    public void change(DeviceId device, UnaryOperator<String> next) {
        synchronized (this) {
            String before = of(device);
            String after = next.apply(before);
            if (after.equals(before)) {
                return;
            }
            records.put(device.hex(), after.getBytes(StandardCharsets.US_ASCII));
        }
        commit();
    }

    public void forget(DeviceId device) {
        synchronized (this) {
            if (records.get(device.hex()).isEmpty()) {
                return;
            }
            records.remove(device.hex());
        }
        commit();
    }

    private void commit() {
        try {
            store.commit();
        } catch (FerryException e) {
            LOG.warn("{} could not be written down: {}", what, e.getMessage());
        }
    }
}
