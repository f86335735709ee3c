package dev.ferry.discovery.dht.internal.mainline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodesTest {
    private final Random random = new Random(5);

    private Contact contact(String host, int port) throws Exception {
        InetAddress address = InetAddress.getByName(host);
        return new Contact(NodeId.at(address, random), new InetSocketAddress(address, port));
    }

    /** The vectors of BEP 42. */
    @ParameterizedTest
    @CsvSource({"124.31.75.21,5fbfbff10c5d6a4ec8a88e4c6ab4c28b95eee401", "21.75.31.124,5a3ce9c14e7a08645677bbd1cfe7d8f956d53256", "65.23.51.170,a5d43220bc8f112a3d426c84764f8c2a1150e616",
        "84.124.73.14,1b0321dd1bb1fe518101ceef99462b947a01ff41", "43.213.53.83,e56f6cbf5b7c4be0237986d5243b87aa6d51305a"})
    void an_id_follows_from_an_address(String address, String id) throws Exception {
        NodeId right = NodeId.of(HexFormat.of().parseHex(id));
        byte[] other = right.bytes();
        other[2] ^= 8;

        assertThat(right.fits(InetAddress.getByName(address))).isTrue();
        assertThat(NodeId.of(other).fits(InetAddress.getByName(address))).isFalse();
        assertThat(right.fits(InetAddress.getByName("8.8.8.8"))).isFalse();
    }

    @Test
    void ids_made_for_an_address_fit_it_in_both_families() throws Exception {
        for (String host : List.of("203.0.113.9", "2001:db8::9", "192.168.1.9")) {
            InetAddress address = InetAddress.getByName(host);
            assertThat(NodeId.at(address, random).fits(address)).isTrue();
        }
    }

    @Test
    void our_own_id_changes_when_enough_strangers_agree_where_we_are_and_not_before() throws Exception {
        Self self = new Self(random);
        NodeId first = self.id();
        InetAddress ours = InetAddress.getByName("203.0.113.9");
        for (int i = 0; i < 20; i++) {
            self.seenAt(ours, new InetSocketAddress("198.51.100.1", 6881 + i));
        }
        assertThat(self.id()).isEqualTo(first);
        for (int i = 2; i < 8; i++) {
            self.seenAt(ours, new InetSocketAddress("198.51.100." + i, 6881));
        }
        assertThat(self.id().fits(ours)).isTrue();
        assertThat(self.id()).isNotEqualTo(first);
    }

    @Test
    void a_node_on_the_internet_cannot_aim_our_packets_at_the_local_network() throws Exception {
        InetAddress stranger = InetAddress.getByName("203.0.113.9");
        for (String host : List.of("127.0.0.1", "192.168.1.1", "10.0.0.1", "169.254.1.1", "100.64.0.1", "fe80::1", "fd00::1", "::1", "224.0.0.251", "255.255.255.255", "0.0.0.0")) {
            assertThat(Addresses.mayName(stranger, new InetSocketAddress(host, 6881))).as(host).isFalse();
        }
        assertThat(Addresses.mayName(stranger, new InetSocketAddress("198.51.100.1", 6881))).isTrue();
        assertThat(Addresses.mayName(stranger, new InetSocketAddress("198.51.100.1", 0))).isFalse();
        assertThat(Addresses.mayName(InetAddress.getByName("127.0.0.1"), new InetSocketAddress("127.0.0.1", 6881))).isTrue();
    }

    @Test
    void compact_nodes_of_a_wrong_length_are_worthless() throws Exception {
        byte[] two = Contact.encode(List.of(contact("203.0.113.9", 1), contact("203.0.113.10", 65_535)));

        assertThat(Contact.parse(two, 4, 8)).extracting(c -> c.address().getPort()).containsExactly(1, 65_535);
        assertThat(Contact.parse(Arrays.copyOf(two, two.length - 1), 4, 8)).isEmpty();
        assertThat(Contact.parse(new byte[26 * 100], 4, 8)).hasSize(8);
    }

    @Test
    void known_nodes_are_bounded_and_one_owner_is_one_node() throws Exception {
        NodeCache cache = new NodeCache();
        for (int i = 0; i < 2000; i++) {
            cache.good(contact("198." + (i >> 8) + "." + (i & 255) + ".1", 6881));
            cache.good(contact("203.0.113.1", 1000 + i));
            cache.good(contact("2001:db8::" + Integer.toHexString(i), 6881));
            cache.heard(contact("198.51." + (i & 255) + ".2", 6881));
        }
        assertThat(cache.size(true)).isEqualTo(NodeCache.MOST);
        assertThat(cache.size(false)).isEqualTo(1);
        assertThat(cache.nearest(NodeId.random(random), true, 5000)).hasSizeLessThan(NodeCache.MOST + 100);
    }

    @Test
    void who_fails_twice_in_a_row_is_forgotten() throws Exception {
        NodeCache cache = new NodeCache();
        Contact node = contact("198.51.100.1", 6881);
        cache.good(node);
        cache.bad(node.address());
        cache.good(node);
        cache.bad(node.address());
        assertThat(cache.size(true)).isEqualTo(1);
        cache.bad(node.address());
        assertThat(cache.size(true)).isZero();
    }

    @Test
    void known_nodes_outlive_a_restart_in_a_file_of_the_owner_alone(@TempDir Path folder) throws Exception {
        NodeCache before = new NodeCache();
        for (int i = 0; i < 250; i++) {
            before.good(contact("198.51." + i + ".1", 6881));
        }
        before.good(contact("2001:db8::1", 6881));
        before.save(folder.resolve("nodes"));
        NodeCache after = new NodeCache();
        after.load(folder.resolve("nodes"));

        assertThat(after.size(true)).isEqualTo(250).isGreaterThanOrEqualTo(NodeCache.PLENTY);
        assertThat(after.size(false)).isEqualTo(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("nodes")))).isEqualTo("rw-------");
        assertThat(folder.toFile().list()).containsExactly("nodes");
    }

    @Test
    void a_damaged_file_is_an_empty_one(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("nodes");
        NodeCache cache = new NodeCache();
        for (byte[] bytes : List.of(new byte[0], new byte[100_000], "d5:nodes3:abce".getBytes(), "d5:nodesi1ee".getBytes())) {
            Files.write(file, bytes);
            cache.load(file);
        }
        cache.load(folder.resolve("missing"));
        assertThat(cache.size(true)).isZero();
    }
}
