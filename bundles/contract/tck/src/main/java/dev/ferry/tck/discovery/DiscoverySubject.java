package dev.ferry.tck.discovery;

import dev.ferry.spi.discovery.Advertiser;
import dev.ferry.spi.discovery.DiscoveryProvider;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a contract test needs to know about a plugin. Every call makes a new instance, as a component that was just activated; closing it is its
 * deactivation.
 */
@SuppressWarnings("try") // a type that is closeable and a plugin
public final class DiscoverySubject {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Function<Workers, ? extends DiscoveryProvider> provider;
    private final Optional<Function<Workers, ? extends Advertiser>> advertiser;
    private final Optional<Function<Workers, ? extends DiscoveryProvider>> deaf;
    private final Duration patience;

    private DiscoverySubject(Function<Workers, ? extends DiscoveryProvider> provider, Optional<Function<Workers, ? extends Advertiser>> advertiser,
                             Optional<Function<Workers, ? extends DiscoveryProvider>> deaf, Duration patience) {
        this.provider = Objects.requireNonNull(provider, "provider");
        this.advertiser = advertiser;
        this.deaf = deaf;
        this.patience = patience;
    }

    /** Finds devices. Without {@link #announcedBy} there must be at least one for it to find at any time. */
    public static <P extends DiscoveryProvider & AutoCloseable> DiscoverySubject of(Function<Workers, P> provider) {
        return new DiscoverySubject(provider, Optional.empty(), Optional.empty(), PATIENCE);
    }

    /** Another device, whose announcements the provider finds. */
    public <A extends Advertiser & AutoCloseable> DiscoverySubject announcedBy(Function<Workers, A> another) {
        return new DiscoverySubject(provider, Optional.of(another), deaf, patience);
    }

    /** The provider where its medium is missing: no adapter, no interface. */
    public <P extends DiscoveryProvider & AutoCloseable> DiscoverySubject withoutMedium(Function<Workers, P> helpless) {
        return new DiscoverySubject(provider, advertiser, Optional.of(helpless), patience);
    }

    /** How long seeing and missing a device take at most; ten seconds unless told. */
    public DiscoverySubject within(Duration limit) {
        return new DiscoverySubject(provider, advertiser, deaf, limit);
    }

    DiscoveryProvider provider(Workers workers) {
        return provider.apply(workers);
    }

    Optional<Advertiser> advertiser(Workers workers) {
        return advertiser.map(make -> make.apply(workers));
    }

    Optional<DiscoveryProvider> deaf(Workers workers) {
        return deaf.map(make -> make.apply(workers));
    }

    Duration patience() {
        return patience;
    }
}
