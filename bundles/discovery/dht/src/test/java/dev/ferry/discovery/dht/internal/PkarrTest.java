package dev.ferry.discovery.dht.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.discovery.dht.internal.mainline.Item;
import dev.ferry.discovery.dht.internal.mainline.Keys;
import dev.ferry.discovery.dht.internal.mainline.Mainline;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkarrTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000, 5000);
    private final SecureRandom random = new SecureRandom();
    private final Pkarr own = Pkarr.of(Keys.of(new byte[32]));
    private final Pkarr followed = Pkarr.follow(own.name());

    private static Advertisement advertisement(int size, String... addresses) {
        byte[] record = new byte[size];
        new Random(1).nextBytes(record);
        return new Advertisement("abcdefgh", record, List.of(addresses).stream().map(address -> new Route("tcp", address, Proximity.LAN)).toList());
    }

    private Item item(byte[] value) {
        return new Item(own.publicKey(), own.number(NOW), value, new byte[64]);
    }

    @Test
    void a_key_has_the_name_that_other_programs_give_it() {
        assertThat(HexFormat.of().formatHex(own.publicKey())).isEqualTo("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29");
        assertThat(own.name()).hasSize(52).isEqualTo("8pinxxgqs41n4aididenw5apqp1urfmzdztr8jt4abrkdn435ewo");
        assertThat(followed.publicKey()).isEqualTo(own.publicKey());
        assertThatThrownBy(() -> Pkarr.follow("short")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pkarr.follow("!".repeat(52))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_published_is_read_by_who_follows() {
        Advertisement advertisement = advertisement(Advertisement.MAX_RECORD, "203.0.113.7:47900", "[2001:db8::7]:1", "192.168.1.7:2", "192.168.1.8:3", "192.168.1.9:4");
        byte[] value = own.write(NOW, List.of(advertisement), random);
        Contents contents = followed.read(item(value)).orElseThrow();

        assertThat(value).hasSizeLessThanOrEqualTo(Item.MAX_VALUE);
        assertThat(contents.written()).isEqualTo(NOW);
        assertThat(contents.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.record()).isEqualTo(advertisement.record());
            assertThat(entry.routes()).extracting(Route::address).contains("203.0.113.7:47900", "[2001:db8:0:0:0:0:0:7]:1");
        });
    }

    @Test
    void what_is_withdrawn_has_no_record() {
        assertThat(followed.read(item(own.write(NOW, List.of(), random))).orElseThrow().entries()).isEmpty();
    }

    @Test
    void nothing_that_a_key_holder_writes_breaks_the_reader() {
        byte[] value = own.write(NOW, List.of(advertisement(300, "203.0.113.7:47900")), random);
        Random noise = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = value.clone();
            for (int changes = noise.nextInt(4); changes >= 0; changes--) {
                broken[noise.nextInt(broken.length)] = (byte) noise.nextInt();
            }
            followed.read(item(broken)).ifPresent(contents -> assertThat(contents.entries()).hasSizeLessThanOrEqualTo(1));
        }
        byte[] loop = HexFormat.of().parseHex("000080000000000100000000c00c0010000100000000000100");
        assertThat(followed.read(item(loop))).isEmpty();
        assertThat(followed.read(item(new byte[3]))).isEmpty();
    }

    @Test
    void the_key_is_made_once_and_kept_for_the_owner_alone(@TempDir Path state) throws Exception {
        Map<String, String> properties = Map.of("ferry.home.state", state.toString());
        Keys first = StableKey.of(properties::get, random).orElseThrow();
        Path file = state.resolve("dht-pkarr.key");

        assertThat(StableKey.of(properties::get, random)).contains(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(StableKey.of(Map.of("ferry.home.state", state.toString(), "ferry.guest", "true")::get, random)).isEmpty();
        assertThat(StableKey.of(name -> null, random)).isEmpty();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(StableKey.of(properties::get, random)).isEmpty();
    }

    @Test
    void who_follows_finds_and_misses_without_a_secret_in_common() throws Exception {
        try (Loopback loopback = new Loopback()) {
            Mainline.Stored stored = loopback.mainline.put(own.keys(), own.write(Instant.now(), List.of(advertisement(300, "203.0.113.7:47900")), random),
                    highest -> own.number(Instant.now())).get(20, TimeUnit.SECONDS);
            Optional<Item> found = loopback.mainline.get(followed.publicKey()).get(20, TimeUnit.SECONDS).item();

            assertThat(stored.stored()).isPositive();
            assertThat(followed.read(found.orElseThrow()).orElseThrow().entries()).hasSize(1);
        }
    }
}
