package dev.ferry.discovery.dht.internal;

import dev.ferry.discovery.dht.internal.mainline.Item;
import dev.ferry.discovery.dht.internal.mainline.Keys;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.tck.fuzz.Fuzz;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
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

    /** As whoever has the key can sign it: everybody who follows a key reads what its holder wrote. */
    @Test
    void followedItems() {
        Pkarr own = Pkarr.of(Keys.of(new byte[Keys.LENGTH]));
        Pkarr followed = Pkarr.follow(own.name());
        byte[] written = own.write(Instant.EPOCH, List.of(new Advertisement("abcdefgh", new byte[400], List.of(new Route("tcp", "192.0.2.7:47900", Proximity.INTERNET)))), new SecureRandom());
        Fuzz.of("pkarr-items").like(written).run(input -> followed.read(new Item(own.publicKey(), ByteBuffer.wrap(Arrays.copyOf(input, 8)).getLong() & Long.MAX_VALUE, input, new byte[64])));
    }

    @Test
    void keysThatPeopleType() {
        Fuzz.of("pkarr-keys").like("ybndrfg8ejkmcpqxot1uwisza345h769ybndrfg8ejkmcpqxot1u".getBytes(StandardCharsets.US_ASCII)).promising(IllegalArgumentException.class)
                .run(input -> Pkarr.follow(new String(input, StandardCharsets.ISO_8859_1)).name());
    }
}
