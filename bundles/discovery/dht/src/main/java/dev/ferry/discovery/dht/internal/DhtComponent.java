package dev.ferry.discovery.dht.internal;

import dev.ferry.discovery.dht.internal.mainline.Bootstrap;
import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Advertiser;
import dev.ferry.spi.discovery.DiscoveryMethod;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Rendezvous;
import dev.ferry.spi.discovery.SightingSink;
import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The shell that Declarative Services sees; the work is in {@link DhtDiscovery}. */
@Component(name = DhtComponent.PID, service = {DiscoveryProvider.class, Advertiser.class})
@DiscoveryMethod(id = "dht", proximity = Proximity.INTERNET)
public final class DhtComponent implements DiscoveryProvider, Advertiser {
    static final String PID = "dev.ferry.discovery.dht";

    /** See the README of this bundle. */
    @interface Config {
        boolean enabled() default false;

        String[] bootstrap() default {"router.bittorrent.com:6881", "dht.transmissionbt.com:6881", "router.utorrent.com:6881", "dht.libtorrent.org:25401"};

        String address() default "";

        int lookSeconds() default 300;

        boolean pkarr() default false;

        String[] pkarrFollow() default {};
    }

    private final DhtDiscovery discovery;

    @Activate
    public DhtComponent(Config config, BundleContext bundle, @Reference Rendezvous rendezvous, @Reference(target = "(ferry.executor=io)") ExecutorService io,
                        @Reference(target = "(ferry.executor=timer)") ScheduledExecutorService timer, @Reference InstantSource clock) throws UnknownHostException {
        // A framework without a file system has no file for us.
        Optional<File> cache = Optional.ofNullable(bundle.getDataFile("nodes"));
        Optional<Board> open = config.enabled() && config.pkarr() ? StableKey.of(bundle::getProperty, new SecureRandom()).map(Pkarr::of) : Optional.empty();
        List<Board> followed = Arrays.stream(config.pkarrFollow()).filter(name -> !name.isBlank()).<Board>map(Pkarr::follow).toList();
        discovery = new DhtDiscovery(new DhtDiscovery.Setup(settings(config), rendezvous, cache.map(File::toPath), open, followed, io, timer, clock, System::nanoTime,
                new SecureRandom()));
    }

    private static DhtSettings settings(Config config) throws UnknownHostException {
        if (config.lookSeconds() < 10 || config.lookSeconds() > 3600) {
            throw new IllegalArgumentException("lookSeconds is 10 to 3600, not " + config.lookSeconds());
        }
        String address = config.address().trim();
        if (!address.matches("[0-9A-Fa-f:.]*")) {
            throw new IllegalArgumentException("address is a literal IP address of this device, not '" + address + "'");
        }
        Optional<InetAddress> local = address.isEmpty() ? Optional.empty() : Optional.of(InetAddress.getByName(address));
        return new DhtSettings(config.enabled(), local, Arrays.stream(config.bootstrap()).map(String::trim).filter(entry -> !entry.isEmpty()).map(Bootstrap::parse).toList(),
                new DhtSettings.Pace(DhtSettings.Pace.TICK, DhtSettings.Pace.FIRST_LOOK, Duration.ofSeconds(config.lookSeconds()), DhtSettings.Pace.PUT));
    }

    @Deactivate
    void stop() {
        discovery.close();
    }

    @Override
    public Registration browse(SightingSink sink) {
        return discovery.browse(sink);
    }

    @Override
    public Registration advertise(Advertisement advertisement) {
        return discovery.advertise(advertisement);
    }
}
