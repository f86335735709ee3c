package dev.ferry.discovery.dht.internal;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.tck.fuzz.Fuzz;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordFuzzTest {
    @Test
    void contents() {
        byte[] route = Endpoints.encode(List.of(new Route("tcp", "192.0.2.7:47900", Proximity.INTERNET))).get(0);
        ByteBuffer record = ByteBuffer.allocate(Place.ROOM).put((byte) 1).put(new byte[6]).put((byte) 1).putShort((short) 3).put(new byte[3]).put((byte) 1).put(route);
        Fuzz.of("contents").like(record.array()).run(input -> Contents.decode(input));
    }

    @Test
    void dnsMessages() {
        String key = "y".repeat(52);
        Fuzz.of("dns").like(DnsText.message(key, List.of(DnsText.ascii("v=1"), DnsText.ascii("0=abc"), DnsText.ascii("tcp=192.0.2.7:47900")))).run(input -> DnsText.strings(input, key));
    }
}
