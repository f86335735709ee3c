package dev.ferry.discovery.dht.internal.mainline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainlineTest {
    private static final byte[] VALUE = new byte[Item.MAX_VALUE];

    private final LocalNet net = new LocalNet(60);

    @AfterEach
    void close() {
        net.close();
    }

    @Test
    void what_one_puts_another_gets_within_two_seconds() throws Exception {
        try (Client one = new Client(net.bootstrap()); Client other = new Client(net.bootstrap())) {
            long start = System.nanoTime();
            Mainline.Stored stored = one.put(Client.keys(1), VALUE);
            Duration put = Duration.ofNanos(System.nanoTime() - start);
            Mainline.Found found = other.get(Client.keys(1));
            Duration both = Duration.ofNanos(System.nanoTime() - start);

            assertThat(stored.stored()).isEqualTo(Lookup.NEAREST);
            assertThat(found.item().orElseThrow().value()).isEqualTo(VALUE);
            assertThat(found.hops()).isPositive();
            assertThat(put).isLessThan(Duration.ofSeconds(2));
            assertThat(both.minus(put)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void the_nearest_nodes_keep_it() throws Exception {
        try (Client client = new Client(net.bootstrap())) {
            client.put(Client.keys(2), VALUE);

            NodeId target = Item.target(Client.keys(2).publicKey());
            assertThat(net.closest(target)).filteredOn(node -> node.item(target).isPresent()).hasSizeGreaterThanOrEqualTo(Lookup.NEAREST - 1);
        }
    }

    @Test
    void a_later_put_replaces_an_earlier_one() throws Exception {
        try (Client one = new Client(net.bootstrap()); Client other = new Client(net.bootstrap())) {
            one.put(Client.keys(3), new byte[] {1});
            Mainline.Stored second = other.put(Client.keys(3), new byte[] {2});

            assertThat(second.item().orElseThrow().seq()).isEqualTo(1);
            assertThat(one.get(Client.keys(3)).item().orElseThrow().value()).isEqualTo(new byte[] {2});
        }
    }

    @Test
    void an_old_number_is_not_stored_over_a_new_one() throws Exception {
        try (Client client = new Client(net.bootstrap())) {
            Client.await(client.mainline.put(Client.keys(4), new byte[] {1}, highest -> 100));
            Mainline.Stored old = Client.await(client.mainline.put(Client.keys(4), new byte[] {2}, highest -> 50));

            assertThat(old.item()).isEmpty();
            assertThat(client.get(Client.keys(4)).item().orElseThrow().seq()).isEqualTo(100);
        }
    }

    @Test
    void who_is_overtaken_looks_again_and_goes_beyond() throws Exception {
        try (Client one = new Client(net.bootstrap())) {
            Keys keys = Client.keys(5);
            NodeId target = Item.target(keys.publicKey());
            boolean[] overtaken = new boolean[1];

            Mainline.Stored stored = Client.await(one.mainline.put(keys, new byte[] {2}, highest -> {
                if (!overtaken[0]) {
                    overtaken[0] = true;
                    net.closest(target).forEach(node -> node.keep(Item.sign(keys, 7, new byte[] {1})));
                }
                return highest + 1;
            }));

            assertThat(stored.item().orElseThrow().seq()).isEqualTo(8);
            assertThat(one.get(keys).item().orElseThrow().value()).isEqualTo(new byte[] {2});
        }
    }

    @Test
    void what_was_never_put_is_not_found_and_that_is_said_in_time() throws Exception {
        try (Client client = new Client(net.bootstrap())) {
            long start = System.nanoTime();
            Mainline.Found found = client.get(Client.keys(6));

            assertThat(found.item()).isEmpty();
            assertThat(found.asked()).isGreaterThan(Lookup.NEAREST);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void where_nobody_answers_nothing_is_claimed() throws Exception {
        LocalNode silent = net.add(LocalNode.Vice.SILENT);
        try (Client client = new Client(List.of(new Bootstrap("127.0.0.1", silent.contact().address().getPort())))) {
            assertThat(client.get(Client.keys(7)).asked()).isZero();
            assertThat(client.put(Client.keys(7), VALUE)).isEqualTo(new Mainline.Stored(Optional.empty(), 0, 0));
        }
    }

    @Test
    void many_at_once_all_end() throws Exception {
        try (Client client = new Client(net.bootstrap())) {
            List<CompletableFuture<Mainline.Stored>> puts = IntStream.range(100, 140)
                    .mapToObj(i -> client.mainline.put(Client.keys(i), VALUE, highest -> highest + 1)).toList();

            assertThat(puts).allSatisfy(put -> assertThat(Client.await(put).stored()).isGreaterThanOrEqualTo(Lookup.NEAREST - 1));
        }
    }

    @Test
    void everything_asked_says_that_it_is_read_only_and_names_no_client() throws Exception {
        try (Client client = new Client(net.bootstrap())) {
            client.put(Client.keys(8), VALUE);

            assertThat(net.nodes()).flatExtracting(LocalNode::heard).isNotEmpty().allSatisfy(query -> {
                assertThat(query.number("ro")).contains(1L);
                assertThat(query.get("v")).isEmpty();
            });
        }
    }

    @Test
    void both_families_are_used_and_each_is_enough() throws Exception {
        try (LocalNet net6 = new LocalNet(20, "::1")) {
            List<Bootstrap> both = new ArrayList<>(net.bootstrap());
            both.addAll(net6.bootstrap());
            try (Client client = new Client(Optional.empty(), both, Optional.empty())) {
                assertThat(client.put(Client.keys(9), VALUE).stored()).isEqualTo(2 * Lookup.NEAREST);
            }
            try (Client client = new Client(Optional.empty(), net6.bootstrap(), Optional.empty()); Client other = new Client(net.bootstrap())) {
                assertThat(client.get(Client.keys(9)).item()).isPresent();
                assertThat(other.get(Client.keys(9)).item()).isPresent();
            }
        }
    }

    @Test
    void nodes_that_were_written_down_are_enough_to_enter_again(@TempDir Path folder) throws Exception {
        Optional<Path> file = Optional.of(folder.resolve("nodes"));
        try (Client first = new Client(net.bootstrap(), file)) {
            first.put(Client.keys(10), VALUE);
            Client.await(first.mainline.explore());
            first.mainline.save();
        }
        try (Client second = new Client(List.of(), file)) {
            assertThat(second.get(Client.keys(10)).item()).isPresent();
        }
    }

    @Test
    void what_is_under_way_ends_when_it_is_closed() throws Exception {
        LocalNode silent = net.add(LocalNode.Vice.SILENT);
        Client client = new Client(List.of(new Bootstrap("127.0.0.1", silent.contact().address().getPort())));
        List<CompletableFuture<Mainline.Found>> gets = IntStream.range(0, 30).mapToObj(i -> client.mainline.get(Client.keys(i).publicKey())).toList();

        client.close();

        assertThat(gets).allSatisfy(get -> assertThat(Client.await(get).item()).isEmpty());
    }
}
