package dev.ferry.discovery.dht.internal.mainline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostileNodesTest {
    private LocalNet net;

    @AfterEach
    void close() {
        net.close();
    }

    /** What is given is the item that was put, or none. */
    private static int right(Client one, Client other, int keys) {
        // An older item first, so that there is something old to give.
        putAll(one, keys, 0);
        putAll(one, keys, 1);
        List<CompletableFuture<Mainline.Found>> gets = IntStream.range(0, keys).mapToObj(i -> other.mainline.get(Client.keys(i).publicKey())).toList();
        int right = 0;
        for (int i = 0; i < keys; i++) {
            Optional<Item> found = Client.await(gets.get(i)).item();
            byte[] value = {(byte) i, 1};
            found.ifPresent(item -> assertThat(item.value()[0]).isEqualTo(value[0]));
            right += found.filter(item -> Arrays.equals(item.value(), value)).isPresent() ? 1 : 0;
        }
        return right;
    }

    private static void putAll(Client client, int keys, int version) {
        IntStream.range(0, keys).mapToObj(i -> client.mainline.put(Client.keys(i), new byte[] {(byte) i, (byte) version}, highest -> version)).toList().forEach(Client::await);
    }

    @Test
    void with_thirty_in_a_hundred_nodes_lying_nearly_every_lookup_is_right_and_none_is_wrong() throws Exception {
        net = new LocalNet(42);
        LocalNode.Vice[] vices = LocalNode.Vice.values();
        for (int i = 0; i < 18; i++) {
            net.add(vices[1 + i % (vices.length - 1)]);
        }
        try (Client one = new Client(net.bootstrap()); Client other = new Client(net.bootstrap())) {
            assertThat(right(one, other, 40)).isGreaterThanOrEqualTo(38);
        }
    }

    @ParameterizedTest
    @EnumSource(value = LocalNode.Vice.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_third_of_one_kind_does_not_prevail(LocalNode.Vice vice) throws Exception {
        net = new LocalNet(20);
        for (int i = 0; i < 10; i++) {
            net.add(vice);
        }
        try (Client one = new Client(net.bootstrap()); Client other = new Client(net.bootstrap())) {
            assertThat(right(one, other, 5)).isEqualTo(5);
        }
    }

    @Test
    void a_lookup_ends_though_every_node_names_eight_that_do_not_exist() throws Exception {
        net = new LocalNet(1);
        for (int i = 0; i < 20; i++) {
            net.add(LocalNode.Vice.POISONING);
        }
        try (Client client = new Client(net.bootstrap())) {
            client.get(Client.keys(1));

            assertThat(client.get(Client.keys(1)).item()).isEmpty();
        }
    }
}
