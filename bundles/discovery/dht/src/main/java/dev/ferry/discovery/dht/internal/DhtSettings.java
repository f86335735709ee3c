package dev.ferry.discovery.dht.internal;

import dev.ferry.discovery.dht.internal.mainline.Bootstrap;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of this plugin.
 *
 * @param enabled   whether it does anything at all
 * @param address   the only local address to use; empty for every one
 * @param bootstrap where the DHT is entered while few nodes are known
 * @param pace      how often things are done
 */
record DhtSettings(boolean enabled, Optional<InetAddress> address, List<Bootstrap> bootstrap, Pace pace) {
    /**
     * How often things are done.
     *
     * @param tick      what is due is looked for this often
     * @param firstLook after a search began, or for a new secret; then twice as long each time
     * @param look      at the longest, and where somebody is found
     * @param put       what is stored is stored again
     */
    record Pace(Duration tick, Duration firstLook, Duration look, Duration put) {
        /** Nodes keep an item for about two hours: it is put hourly (BEP 44). */
        static final Duration PUT = Duration.ofMinutes(55);
        static final Duration FIRST_LOOK = Duration.ofSeconds(5);
        static final Duration TICK = Duration.ofSeconds(1);
    }

    DhtSettings {
        bootstrap = List.copyOf(bootstrap);
    }
}
