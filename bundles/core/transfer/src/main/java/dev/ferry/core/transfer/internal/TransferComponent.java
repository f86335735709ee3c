package dev.ferry.core.transfer.internal;

import dev.ferry.api.CollectRequest;
import dev.ferry.api.InboxService;
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
import dev.ferry.core.transfer.internal.engine.Engine;
import dev.ferry.core.transfer.internal.engine.Parts;
import dev.ferry.core.transfer.internal.receive.SpaceLedger;
import dev.ferry.core.transfer.internal.receive.SyncCommand;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.share.Shares;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Registration;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
    /** Configuration {@code dev.ferry.core.transfer}; changes apply to what begins afterwards. */
    @interface Config {
        /** What this device calls itself where a share asks for the alias; empty keeps to itself. */
        String alias() default "";

        /** Where received files go when nobody says otherwise, absolute; empty is the home's inbox. */
        String inbox() default "";
    }

    /** The configuration, copied. */
    private record Settings(String alias, Path inbox) {
        static Settings of(Config config, Home home) {
            return new Settings(config.alias(), config.inbox().isBlank() ? home.inbox() : Path.of(config.inbox()).toAbsolutePath());
        }
    }

    private final Home home;
    private final Inbox inbox;
    private final Engine engine;
    private volatile Settings settings;

    @Activate
    public TransferComponent(Config config, @Reference Home home, @Reference Links links, @Reference Targets targets, @Reference Policy policy,
                             @Reference TrustStore trust, @Reference DeviceIdentity identity, @Reference EventPublisher events, @Reference Store store,
                             @Reference(target = Executors.IO) ExecutorService io, @Reference(target = Executors.TIMER) ScheduledExecutorService timer,
                             @Reference InstantSource clock) {
        this.home = home;
        this.settings = Settings.of(config, home);
        Platform platform = new Platform(io, timer, clock, System::nanoTime, events);
        Shares shares = new Shares(platform);
        this.inbox = new Inbox(platform);
        Desk desk = new Desk(new Desk.Tools(platform, policy, trust, shares, inbox, () -> settings.inbox(), new OwnFolders(home.own()), new SpaceLedger(), new SyncCommand(),
                new Journal(store, platform)));
        this.engine = new Engine(new Parts(platform, links, targets, policy, trust, identity, shares, desk, () -> settings.alias()));
    }

    @Modified
    void modified(Config config) {
        settings = Settings.of(config, home);
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
