package dev.ferry.core.link.internal;

import dev.ferry.core.store.Records;
import dev.ferry.core.store.Store;
import dev.ferry.model.FerryException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which port to listen on: the configured one and no other; else the one written down at the first start, so that firewalls and bookmarks stay right; else the default
 * one or the next that is free, then any.
 */
final class Ports {
    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);
    static final int DEFAULT = 47900;
    /** How far to look for a free port. 47901 is the web page's. */
    private static final int NEIGHBOURS = 32;
    private static final int WEB = 47901;

    private final OptionalInt configured;
    private final Store store;
    private final Records records;

    Ports(OptionalInt configured, Store store) {
        this.configured = configured;
        this.store = store;
        this.records = store.records("ports");
    }

    List<Integer> candidates(String transport) {
        if (configured.isPresent()) {
            return List.of(configured.getAsInt());
        }
        IntStream written = records.get(transport).map(b -> IntStream.of(Integer.parseInt(new String(b, StandardCharsets.US_ASCII)))).orElse(IntStream.empty());
        IntStream near = IntStream.range(DEFAULT, DEFAULT + NEIGHBOURS).filter(p -> p != WEB);
        return IntStream.concat(IntStream.concat(written, near), IntStream.of(0)).distinct().boxed().toList();
    }

    void remember(String transport, int port) {
        byte[] text = Integer.toString(port).getBytes(StandardCharsets.US_ASCII);
        if (configured.isPresent() || port < 1 || port > 65535 || records.get(transport).filter(b -> Arrays.equals(b, text)).isPresent()) {
            return;
        }
        records.put(transport, text);
        try {
            store.commit();
        } catch (FerryException e) {
            LOG.warn("The port could not be written down: {}", e.getMessage());
        }
    }
}
