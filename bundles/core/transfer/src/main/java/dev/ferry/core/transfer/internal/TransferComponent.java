package dev.ferry.core.transfer.internal;

import dev.ferry.api.CollectRequest;
import dev.ferry.api.InboxService;
import dev.ferry.api.Limits;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareService;
import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.link.Links;
import dev.ferry.core.policy.Policy;
import dev.ferry.core.resolver.Targets;
import dev.ferry.core.runtime.EventPublisher;
import dev.ferry.core.runtime.Executors;
import dev.ferry.core.runtime.Home;
import dev.ferry.core.store.Store;
import dev.ferry.core.transfer.internal.accept.Desk;
import dev.ferry.core.transfer.internal.accept.Inbox;
import dev.ferry.core.transfer.internal.accept.Journal;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.engine.Engine;
import dev.ferry.core.transfer.internal.engine.Parts;
import dev.ferry.core.transfer.internal.errand.Errands;
import dev.ferry.core.transfer.internal.pace.Bandwidth;
import dev.ferry.core.transfer.internal.pace.OwnLimits;
import dev.ferry.core.transfer.internal.pace.Weights;
import dev.ferry.core.transfer.internal.receive.Forcing;
import dev.ferry.core.transfer.internal.receive.SpaceLedger;
import dev.ferry.core.transfer.internal.receive.SyncCommand;
import dev.ferry.core.transfer.internal.reference.ReferenceBook;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.share.Shares;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Registration;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** The engine as services. */
@Component(service = {ShareService.class, InboxService.class, TransferComponent.class}, configurationPid = "dev.ferry.core.transfer")
public final class TransferComponent implements ShareService, InboxService {
    /** Configuration {@code dev.ferry.core.transfer}; limits and weights apply at once, the rest to what begins afterwards. */
    @interface Config {
        /** What this device calls itself where a share asks for the alias; empty keeps to itself. */
        String alias() default "";

        /** Where received files go when nobody says otherwise, absolute; empty is the home's inbox. */
        String inbox() default "";

        /** Payload bytes a second that all transfers together may send; 0 is no limit. */
        long uploadBytesPerSecond() default 0;

        /** The same for what is received. */
        long downloadBytesPerSecond() default 0;

        /** The same for each transfer. */
        long transferBytesPerSecond() default 0;

        /** What low, normal and high priority weigh against each other, each 1 to 1000. */
        int[] priorityWeights() default {1, 3, 9};

        /** For how many days a share waits for a paired device that is away, 1 to 365. */
        int waitingDays() default 30;
    }

    /** The configuration, copied. */
    private record Settings(String alias, Path inbox, Limits limits, Weights weights, Duration waiting) {
        static Settings of(Config config, Home home) {
            return new Settings(config.alias(), config.inbox().isBlank() ? home.inbox() : Path.of(config.inbox()).toAbsolutePath(),
                    new Limits(limit("uploadBytesPerSecond", config.uploadBytesPerSecond()), limit("downloadBytesPerSecond", config.downloadBytesPerSecond()),
                            limit("transferBytesPerSecond", config.transferBytesPerSecond())), weights(config.priorityWeights()),
                    waiting(config.waitingDays()));
        }

        private static OptionalLong limit(String key, long bytesPerSecond) {
            if (bytesPerSecond < 0) {
                throw new IllegalArgumentException(key + " is " + bytesPerSecond + "; write bytes a second, or 0 for no limit");
            }
            return bytesPerSecond == 0 ? OptionalLong.empty() : OptionalLong.of(bytesPerSecond);
        }

        private static Duration waiting(int days) {
            if (days < 1 || days > 365) {
                throw new IllegalArgumentException("waitingDays is " + days + "; write a number of days from 1 to 365");
            }
            return Duration.ofDays(days);
        }

        private static Weights weights(int... three) {
            if (three.length != 3) {
                throw new IllegalArgumentException("priorityWeights has " + three.length + " numbers; write three: for low, normal and high priority");
            }
            return new Weights(three[0], three[1], three[2]);
        }
    }

    private final Home home;
    private final Inbox inbox;
    private final Engine engine;
    private final Bandwidth bandwidth;
    private final OwnLimits limits;
    private volatile Settings settings;

    @Activate
    public TransferComponent(Config config, @Reference Home home, @Reference Links links, @Reference Targets targets, @Reference Policy policy,
                             @Reference TrustStore trust, @Reference DeviceIdentity identity, @Reference EventPublisher events, @Reference Store store,
                             @Reference(target = Executors.IO) ExecutorService io, @Reference(target = Executors.TIMER) ScheduledExecutorService timer,
                             @Reference InstantSource clock) {
        this.home = home;
        this.settings = Settings.of(config, home);
        this.bandwidth = new Bandwidth(System::nanoTime);
        bandwidth.weights(settings.weights());
        this.limits = new OwnLimits(bandwidth, store, settings.limits());
        Platform platform = new Platform(io, timer, clock, System::nanoTime, events, bandwidth, scratch(home));
        Shares shares = new Shares(platform);
        this.inbox = new Inbox(platform);
        Desk desk = new Desk(new Desk.Tools(platform, policy, trust, shares, inbox, () -> settings.inbox(), new OwnFolders(home.own()), new SpaceLedger(),
                new Forcing(new SyncCommand(), platform::nanoTime), new Journal(store, platform)));
        this.engine = new Engine(new Parts(platform, limits, links, targets, policy, trust, identity, shares, desk, () -> settings.alias(), new ReferenceBook(store),
                home.passing() || home.guest() ? Optional.empty() : Optional.of(new Parts.Later(new Errands(store), () -> settings.waiting()))));
    }

    /** A guest writes nothing into the home. */
    private static Scratch scratch(Home home) {
        return new Scratch(home.guest() ? Path.of(System.getProperty("java.io.tmpdir")) : home.cache());
    }

    @Modified
    void modified(Config config) {
        Settings next = Settings.of(config, home);
        bandwidth.weights(next.weights());
        limits.configure(next.limits());
        settings = next;
    }

    @Deactivate
    void deactivate() {
        engine.close();
    }

    Engine engine() {
        return engine;
    }

    @Override
    public ShareHandle share(ShareRequest request) throws FerryException {
        return engine.shares().share(request);
    }

    @Override
    public ShareHandle queue(ShareRequest request) throws FerryException {
        return engine.shares().queue(request);
    }

    @Override
    public ShareHandle collect(CollectRequest request) throws FerryException {
        return engine.shares().collect(request);
    }

    @Override
    public List<ShareHandle> shares() {
        return engine.shares().shares();
    }

    @Override
    public Optional<ShareHandle> find(UUID id) {
        return engine.shares().find(id);
    }

    @Override
    public void demandReceivable(Path folder) throws FerryException {
        engine.shares().demandReceivable(folder);
    }

    @Override
    public Limits configuredLimits() {
        return engine.shares().configuredLimits();
    }

    @Override
    public Limits limits() {
        return engine.shares().limits();
    }

    @Override
    public void limits(Limits limits) {
        engine.shares().limits(limits);
    }

    @Override
    public List<OfferView> pending() {
        return inbox.pending();
    }

    @Override
    public Registration follow(Consumer<OfferView> listener) {
        return inbox.follow(listener);
    }

    @Override
    public Optional<ShareHandle> answer(UUID offer, Answer answer) throws FerryException {
        return inbox.answer(offer, answer);
    }
}
