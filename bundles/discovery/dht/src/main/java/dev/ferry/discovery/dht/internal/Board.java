package dev.ferry.discovery.dht.internal;

import dev.ferry.discovery.dht.internal.mainline.Item;
import dev.ferry.discovery.dht.internal.mainline.Keys;
import dev.ferry.spi.discovery.Advertisement;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One key of the DHT, and how what lies under it is written and read. */
interface Board {
    byte[] publicKey();

    /** @throws IllegalStateException this device may only read here */
    Keys keys();

    /** The number of an item that is written now, if there is no higher one. */
    long number(Instant now);

    byte[] write(Instant now, List<Advertisement> advertisements, SecureRandom random);

    /** @return empty where it is another's or has another form */
    Optional<Contents> read(Item item);

    /** Not usable afterwards. */
    void wipe();
}
