package dev.ferry.discovery.dht.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.discovery.dht.internal.mainline.LibtorrentNet;
import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.tck.discovery.RecordingSink;
import dev.ferry.tck.discovery.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class LibtorrentTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void two_devices_find_and_miss_each_other_among_nodes_of_libtorrent() throws Exception {
        assumeTrue(LibtorrentNet.isInstalled(), "python3-libtorrent is not installed, so its nodes are not tried");
        List<byte[]> there = List.of(AgreedPlaces.secret(1));
        List<byte[]> back = List.of(AgreedPlaces.secret(2));
        Workers workers = new Workers(Executors.newCachedThreadPool(), Executors.newSingleThreadScheduledExecutor());
        try (LibtorrentNet net = new LibtorrentNet(16);
             DhtDiscovery one = DhtContracts.discovery(workers, net.bootstrap(), new AgreedPlaces(there, back));
             DhtDiscovery other = DhtContracts.discovery(workers, net.bootstrap(), new AgreedPlaces(back, there))) {
            RecordingSink seenByOne = new RecordingSink();
            RecordingSink seenByOther = new RecordingSink();
            one.browse(seenByOne);
            other.browse(seenByOther);
            Advertisement ofOne = new Advertisement("aaaaaaaa", new byte[] {1}, List.of(new Route("tcp", "127.0.0.1:1", Proximity.LAN)));
            Advertisement ofOther = new Advertisement("bbbbbbbb", new byte[Advertisement.MAX_RECORD], List.of(new Route("tcp", "127.0.0.1:2", Proximity.LAN)));
            Registration announced = one.advertise(ofOne);
            other.advertise(ofOther);

            assertThat(seenByOther.await(LIMIT, seen -> seen.shows(ofOne.record()))).isTrue();
            assertThat(seenByOne.await(LIMIT, seen -> seen.shows(ofOther.record()))).isTrue();

            announced.close();
            assertThat(seenByOther.await(LIMIT, seen -> !seen.shows(ofOne.record()))).isTrue();
        } finally {
            workers.timer().shutdown();
            workers.io().shutdown();
        }
    }
}
