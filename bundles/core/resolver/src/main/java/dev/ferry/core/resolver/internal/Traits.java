package dev.ferry.core.resolver.internal;

import dev.ferry.core.store.Records;
import dev.ferry.core.store.Store;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.FerryException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What paired devices said of themselves on their last link, so that they can be chosen by it while they show it to nobody. In the store's records {@code traits}, one for each device:
 * its kind or {@code -}, then the capabilities in common, separated by spaces. Any thread.
 */
final class Traits {
    private static final Logger LOG = LoggerFactory.getLogger(Traits.class);
    private static final String NO_KIND = "-";

    /** @param common what both sides can do */
    record Said(Capabilities common, Optional<DeviceKind> kind) {
        static final Said NOTHING = new Said(Capabilities.NONE, Optional.empty());
    }

    private final Store store;
    private final Records records;

    Traits(Store store) {
        this.store = store;
        this.records = store.records("traits");
    }

    /** A record that makes no sense says nothing. */
    Said of(DeviceId device) {
        try {
            return records.get(device.hex()).map(Traits::read).orElse(Said.NOTHING);
        } catch (IllegalArgumentException e) {
            return Said.NOTHING;
        }
    }

    private static Said read(byte[] bytes) {
        List<String> words = List.of(new String(bytes, StandardCharsets.US_ASCII).split(" "));
        Optional<DeviceKind> kind = Optional.of(words.get(0)).filter(word -> !word.equals(NO_KIND)).map(DeviceKind::valueOf);
        return new Said(new Capabilities(Set.copyOf(words.subList(1, words.size()))), kind);
    }

    void said(DeviceId device, Said said) {
        StringBuilder text = new StringBuilder(said.kind().map(DeviceKind::name).orElse(NO_KIND));
        new TreeSet<>(said.common().names()).forEach(name -> text.append(' ').append(name));
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        synchronized (this) {
            if (records.get(device.hex()).filter(old -> Arrays.equals(old, bytes)).isPresent()) {
                return;
            }
            records.put(device.hex(), bytes);
        }
        commit();
    }

    void forget(DeviceId device) {
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
            LOG.warn("What a paired device can do could not be written down: {}", e.getMessage());
        }
    }
}
