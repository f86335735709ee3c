package dev.ferry.discovery.dht.internal.mainline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LibtorrentItemsTest {
    private static final byte[] SEED = seed();

    @BeforeEach
    void need() {
        assumeTrue(LibtorrentNet.isInstalled(), "python3-libtorrent is not installed, so its nodes are not tried");
    }

    private static byte[] seed() {
        byte[] seed = new byte[Keys.LENGTH];
        Arrays.fill(seed, (byte) 9);
        return seed;
    }

    @Test
    void items_pass_both_ways_up_to_996_bytes_and_old_numbers_are_refused() throws Exception {
        byte[] largest = new byte[Item.MAX_VALUE];
        Arrays.fill(largest, (byte) 7);
        Keys keys = Keys.of(SEED);
        try (LibtorrentNet net = new LibtorrentNet(16); Client client = new Client(net.bootstrap())) {
            assertThat(client.put(keys, largest).stored()).isPositive();
            assertThat(net.get(keys.publicKey())).isEqualTo(largest);

            assertThat(net.put(SEED, keys.publicKey(), new byte[] {1, 2, 3})).isPositive();
            Item theirs = client.get(keys).item().orElseThrow();
            assertThat(theirs.value()).isEqualTo(new byte[] {1, 2, 3});

            Mainline.Stored next = client.put(keys, new byte[] {4});
            assertThat(next.item().orElseThrow().seq()).isEqualTo(theirs.seq() + 1);
            assertThat(net.get(keys.publicKey())).isEqualTo(new byte[] {4});
            // The lookup is told to take an old number for a new one; the nodes are not fooled.
            assertThat(Client.await(client.mainline.put(keys, new byte[] {5}, highest -> theirs.seq())).item()).isEmpty();
        }
    }
}
