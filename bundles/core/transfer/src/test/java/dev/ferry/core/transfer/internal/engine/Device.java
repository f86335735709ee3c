package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.CollectRequest;
import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.FerryEvent;
import dev.ferry.api.Limits;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.identity.Pair;
import dev.ferry.core.transfer.internal.accept.Desk;
import dev.ferry.core.transfer.internal.accept.Inbox;
import dev.ferry.core.transfer.internal.accept.Journal;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.errand.Errands;
import dev.ferry.core.transfer.internal.pace.Bandwidth;
import dev.ferry.core.transfer.internal.pace.OwnLimits;
import dev.ferry.core.transfer.internal.receive.SpaceLedger;
import dev.ferry.core.transfer.internal.receive.Forcing;
import dev.ferry.core.transfer.internal.receive.SyncCommand;
import dev.ferry.core.transfer.internal.reference.ReferenceBook;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.share.Shares;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.FerryException;
import dev.ferry.model.TrustLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A whole transfer engine, with everything around it faked. */
final class Device implements AutoCloseable {
    final String name;
    final DeviceId id;
    final byte[] publicKey = new byte[32];
    final SettableTime time;
    final Platform platform;
    final FakePolicy policy = new FakePolicy();
    final FakeTrust trust;
    final List<FerryEvent> events = new CopyOnWriteArrayList<>();
    final Inbox inbox;
    final Engine engine;
    final FakeNet.Port port;
    final FakeStore store;
    /** Its plugins, once they are there. */
    final Path own;
    private final ExecutorService io = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "io");
        thread.setDaemon(true);
        return thread;
    });

    Device(FakeNet net, String name, Path inboxFolder) {
        this(net, name, inboxFolder, new FakeStore());
    }

    /** @param store what is left of an earlier one of that name */
    Device(FakeNet net, String name, Path inboxFolder, FakeStore store) {
        this(net, name, inboxFolder, store, new FakeTrust(), false);
    }

    /** The same with its pairs. */
    Device(FakeNet net, String name, Path inboxFolder, FakeStore store, FakeTrust trust) {
        this(net, name, inboxFolder, store, trust, false);
    }

    /**
     * @param trust   what is left of an earlier one of that name
     * @param passing it is there for one command
     */
    Device(FakeNet net, String name, Path inboxFolder, FakeStore store, FakeTrust trust, boolean passing) {
        this.trust = trust;
        this.store = store;
        this.own = inboxFolder.resolveSibling("plugins of " + name);
        this.name = name;
        this.time = net.time;
        Arrays.fill(publicKey, (byte) name.charAt(0));
        this.id = DeviceId.ofPublicKey(publicKey);
        platform = new Platform(io, time, time, time::nanos, events::add, new Bandwidth(time::nanos), new Scratch(Path.of(System.getProperty("java.io.tmpdir"))));
        Shares shares = new Shares(platform);
        this.inbox = new Inbox(platform);
        Desk desk = new Desk(new Desk.Tools(platform, policy, trust, shares, inbox, () -> inboxFolder, new OwnFolders(List.of(own)), new SpaceLedger(), new Forcing(new SyncCommand(), platform::nanoTime),
                new Journal(store, platform)));
        this.port = net.port(this);
        this.engine = new Engine(new Parts(platform, new OwnLimits(platform.bandwidth(), store, Limits.NONE), port, port, policy, trust, identity(), shares, desk, () -> "alias of " + name, new ReferenceBook(store),
                passing ? Optional.empty() : Optional.of(new Parts.Later(new Errands(store), () -> Duration.ofDays(30)))));
    }

    private DeviceIdentity identity() {
        return new DeviceIdentity() {
            @Override
            public DeviceId id() {
                return id;
            }

            @Override
            public byte[] publicKey() {
                return publicKey.clone();
            }

            @Override
            public byte[] sign(byte[] message) {
                throw new UnsupportedOperationException();
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public DeviceKind kind() {
                return DeviceKind.OTHER;
            }
        };
    }

    ExecutorService io() {
        return io;
    }

    void pair(Device other, TrustLevel level) {
        trust.add(new Pair(other.id, other.publicKey, other.name, level, Instant.EPOCH), new byte[32]);
    }

    ShareHandle share(ShareTarget target, Path... files) throws FerryException {
        return share(target, ShareOptions.DEFAULT, files);
    }

    ShareHandle share(ShareTarget target, ShareOptions options, Path... files) throws FerryException {
        return engine.shares().share(new ShareRequest(Arrays.stream(files).map(file -> new ShareRequest.Item(file, false)).toList(), target, Optional.of("hello"), options));
    }

    ShareHandle collect(String code, Path into) throws FerryException {
        return engine.shares().collect(new CollectRequest(code, into, ConflictPolicy.RENAME, true));
    }

    static ShareResult result(ShareHandle share) throws Exception {
        try {
            return share.result().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("No end of " + share.view(), e);
        }
    }

    @Override
    public void close() {
        engine.close();
        io.shutdown();
        try {
            // As a process that ends in order: what it writes is written before the next one starts.
            io.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        io.shutdownNow();
    }
}
