package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.resolver.internal.advert.Endpoint;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.tck.fuzz.Fuzz;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class KnownRoutesFuzzTest {
    private static final DeviceId DEVICE = new DeviceId("ab".repeat(32));

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whatever the database has, a route that is reached now is the first. */
    @Test
    void routes() {
        MemoryStore store = new MemoryStore();
        KnownRoutes known = new KnownRoutes(store);
        Route now = new Route("tcp", "192.0.2.9:47900", Proximity.INTERNET);
        Fuzz.of("known-routes").like(ascii("tcp LAN 1000000000000 192.168.1.2:47900\ntcp INTERNET 5 [2001:db8::1]:1")).run(input -> {
            store.records("routes").put(DEVICE.hex(), input);
            known.of(DEVICE);
            known.lastReached(DEVICE);
            known.reached(DEVICE, now, false, Instant.EPOCH);
            known.reached(DEVICE, now, true, Instant.ofEpochMilli(Long.MAX_VALUE));
            assertThat(known.of(DEVICE)).first().extracting(KnownRoutes.Known::route).isEqualTo(now);
        });
    }

    /** What a person types for a host, and what a plugin says where a device is; nobody is asked for a name. */
    @Test
    void endpoints() {
        ExecutorService nobody = Executors.newSingleThreadExecutor();
        nobody.shutdown();
        Hosts hosts = new Hosts(new HostLookup(host -> new InetAddress[0], nobody), () -> List.of("tcp"));
        Fuzz fuzz = Fuzz.of("endpoints");
        for (String text : new String[] {"192.168.1.20:47900", "[fe80::1%eth0]:47900", "fe80::1%eth0", "host.example:7", "[::ffff:1.2.3.4]:1"}) {
            fuzz.like(ascii(text));
        }
        fuzz.run(input -> {
            String text = new String(input, StandardCharsets.ISO_8859_1);
            Endpoint.parse(text).ifPresent(endpoint -> assertThat(Endpoint.parse(endpoint.format())).contains(endpoint));
            hosts.routes(text);
        });
    }
}
