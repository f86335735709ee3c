package dev.ferry.spi.discovery;

import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What people have shown to this device: tickets that were scanned from a QR code, pasted or followed as a link, and that are being used now. A service of the core, for methods that make
 * sightings of what a ticket says about where its issuer is.
 *
 * <p>A ticket's secret is not told: it proves who is there once somebody was found, and finding needs none.
 */
@ProviderType
public interface Scans {
    /** Under this name a sighting's details carry the {@linkplain Scan#key() key} of the scan that it was made of, so that whoever uses the ticket knows it again. */
    String DETAIL = "scan";

    /**
     * Calls back now and whenever they are others: on any thread, one call at a time, return at once.
     *
     * @return closing it ends the calls
     */
    Registration follow(Consumer<List<Scan>> listener);

    /**
     * One ticket, good once. It is in the list while it is being used, and gone when it was used, given up or has expired.
     *
     * @param key     random, 1 to 64 of {@code [a-z0-9]}
     * @param routes  where the ticket says that its issuer is, the best first; a host may be a name
     * @param scanned when it was given to this device
     * @param expires from then on it is void
     */
    record Scan(String key, List<Route> routes, Instant scanned, Instant expires) {
        public Scan {
            if (!key.matches("[a-z0-9]{1,64}")) {
                throw new IllegalArgumentException("A scan's key has 1 to 64 of a-z and 0-9");
            }
            routes = List.copyOf(routes);
            Objects.requireNonNull(scanned, "scanned");
            Objects.requireNonNull(expires, "expires");
        }
    }
}
