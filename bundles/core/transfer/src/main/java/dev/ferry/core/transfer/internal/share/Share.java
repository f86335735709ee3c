package dev.ferry.core.transfer.internal.share;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.Pace;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareView;
import dev.ferry.core.transfer.internal.pace.Lane;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.RecoveryAction;
import dev.ferry.model.Registration;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.TransferState;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One share. The engine tells it what happens, from any thread; it keeps the legal order of states, counts only forward, and tells its listeners and the event
 * stream: at once when the state or the phase changes, at a tick while only bytes move.
 */
public final class Share implements ShareHandle {
    private static final long TICK_MILLIS = 250;

    private final UUID id;
    private final boolean outgoing;
    private final Instant started;
    private final Platform platform;
    private final Future<?> ticks;
    private final CompletableFuture<ShareResult> result = new CompletableFuture<>();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final RateMeter meter = new RateMeter();
    private final Set<Hold> holds = EnumSet.noneOf(Hold.class);

    private volatile long bytes;
    private volatile long files;
    private long toldBytes;
    private long toldFiles;

    private TransferState base = TransferState.PENDING;
    private String phase = "waiting";
    private Optional<DeviceRelationship> peer = Optional.empty();
    private String peerName = "";
    private Optional<SessionTerms> terms = Optional.empty();
    private Optional<String> route = Optional.empty();
    private Optional<LinkFacts> link = Optional.empty();
    private List<String> words = List.of();
    private OptionalLong totalBytes = OptionalLong.empty();
    private OptionalLong totalFiles = OptionalLong.empty();
    private Optional<ShareView.ShownCode> code = Optional.empty();
    private Optional<RecoveryAction> recovery = Optional.empty();
    private Optional<String> choice = Optional.empty();
    private Optional<ShareView.Errand> errand = Optional.empty();

    private ShareControl control = ShareControl.NONE;
    private Keeper keeper = Keeper.NONE;
    private boolean cancelWanted;
    private final Paced pace;

    public Share(UUID id, boolean outgoing, Platform platform) {
        this(id, outgoing, platform, platform.now());
    }

    /** @param started when its person asked for it, which may have been in another process */
    public Share(UUID id, boolean outgoing, Platform platform, Instant started) {
        this.id = id;
        this.outgoing = outgoing;
        this.started = started;
        this.platform = platform;
        this.pace = new Paced(platform.bandwidth().turns(outgoing));
        this.ticks = platform.timer().scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    // What an application calls.

    @Override
    public UUID id() {
        return id;
    }

    public boolean outgoing() {
        return outgoing;
    }

    @Override
    public synchronized ShareView view() {
        long sofar = bytes;
        ShareView.Progress progress = new ShareView.Progress(sofar, totalBytes, files, totalFiles, meter.rate(),
                totalBytes.isPresent() ? meter.eta(totalBytes.getAsLong() - sofar) : Optional.empty());
        return new ShareView(id, outgoing, state(), phase, peer, peerName, terms, route, link, words, progress, code, recovery, started, choice, errand);
    }

    @Override
    public void pause() {
        ShareControl whose;
        Keeper told;
        synchronized (this) {
            if (base.isFinal() || !holds.add(Hold.HERE)) {
                return;
            }
            whose = control;
            told = keeper;
            changed();
        }
        told.paused(true);
        whose.flow(true);
    }

    @Override
    public void resume() {
        ShareControl whose;
        Keeper told;
        synchronized (this) {
            if (base.isFinal() || !holds.remove(Hold.HERE)) {
                return;
            }
            meter.restart();
            whose = control;
            told = keeper;
            changed();
        }
        told.paused(false);
        whose.flow(false);
    }

    @Override
    public void cancel() {
        ShareControl whose;
        Keeper told;
        synchronized (this) {
            if (base.isFinal()) {
                return;
            }
            cancelWanted = true;
            whose = control;
            told = keeper;
        }
        told.cancelled();
        whose.cancel();
    }

    @Override
    public Pace pace() {
        return pace.get();
    }

    @Override
    public void pace(Pace next) {
        if (pace.set(next)) {
            synchronized (this) {
                changed();
            }
        }
    }

    @Override
    public CompletionStage<ShareResult> result() {
        return result.minimalCompletionStage();
    }

    @Override
    public synchronized Registration follow(Consumer<ShareView> listener) {
        Follower follower = new Follower(platform, listener);
        follower.offer(view());
        if (base.isFinal()) {
            return follower;
        }
        followers.add(follower);
        return () -> {
            follower.close();
            followers.remove(follower);
        };
    }

    // What the engine tells.

    /** Its place among the transfers of its direction, while bytes may move over that link. The caller closes it. */
    public Lane lane(Object link) {
        return pace.join(link);
    }

    /** Says who works on the share from now on; tells it at once what a person wished meanwhile. */
    public void control(ShareControl next) {
        boolean cancel;
        boolean paused;
        synchronized (this) {
            control = next;
            cancel = cancelWanted && !base.isFinal();
            paused = holds.contains(Hold.HERE);
        }
        if (cancel) {
            next.cancel();
        } else if (paused) {
            next.flow(true);
        }
    }

    /** Says who writes a person's wishes down from now on. */
    public synchronized void keeper(Keeper next) {
        keeper = next;
    }

    /** It outlives this process. */
    public synchronized void errand(ShareView.Errand what) {
        errand = Optional.of(what);
        changed();
    }

    public synchronized void phase(String word) {
        if (!base.isFinal()) {
            phase = word;
            changed();
        }
    }

    public synchronized void peer(DeviceRelationship who, String name) {
        peer = Optional.of(who);
        peerName = name;
        changed();
    }

    /** Nobody named the device: why it is this one. */
    public synchronized void choice(String why) {
        choice = Optional.of(why);
    }

    public synchronized void terms(SessionTerms agreed) {
        terms = Optional.of(agreed);
        changed();
    }

    public synchronized void linked(String reason, LinkFacts facts, List<String> checkWords) {
        route = Optional.of(reason);
        link = Optional.of(facts);
        words = List.copyOf(checkWords);
        changed();
    }

    public synchronized void shows(ShareView.ShownCode shown) {
        code = Optional.of(shown);
        changed();
    }

    public synchronized void codeUsed() {
        code = Optional.empty();
        changed();
    }

    public synchronized void recovery(RecoveryAction step) {
        recovery = Optional.of(step);
        changed();
    }

    public synchronized void total(long allBytes, long allFiles) {
        totalBytes = OptionalLong.of(allBytes);
        totalFiles = OptionalLong.of(allFiles);
        changed();
    }

    /** Bytes so far; from one thread at a time. A number below the last one is not heard: a resumed transfer never goes back. */
    public void bytes(long sofar) {
        bytes = Math.max(bytes, sofar);
    }

    /** Files and folders so far; as {@link #bytes(long)}. */
    public void files(long sofar) {
        files = Math.max(files, sofar);
    }

    /** Bytes may move. */
    public synchronized void active(String word) {
        if (base == TransferState.PENDING) {
            base = TransferState.ACTIVE;
            // The wait for a person is no part of the rate.
            meter.restart();
            meter.sample(platform.nanoTime(), bytes);
        }
        phase(word);
    }

    public synchronized void hold(Hold why) {
        if (!base.isFinal() && holds.add(why)) {
            changed();
        }
    }

    public synchronized void release(Hold why) {
        if (!base.isFinal() && holds.remove(why)) {
            meter.restart();
            changed();
        }
    }

    public synchronized boolean isHeld(Hold why) {
        return holds.contains(why);
    }

    public synchronized boolean isEnded() {
        return base.isFinal();
    }

    /** Ends it. Only the first call counts. */
    public void end(ShareResult last) {
        synchronized (this) {
            if (base.isFinal()) {
                return;
            }
            if (last.state() == TransferState.COMPLETED && !holds.isEmpty()) {
                // Everything had arrived when the pause came: paused → active → completed.
                holds.clear();
                changed();
            }
            holds.clear();
            base = last.state();
            phase = "ended";
            code = Optional.empty();
            control = ShareControl.NONE;
            meter.restart();
            ShareView view = view();
            followers.forEach(follower -> follower.offer(view));
            followers.clear();
            platform.events().publish(new FerryEvent.ShareEnded(platform.now(), view, last));
        }
        ticks.cancel(false);
        platform.run(() -> result.complete(last));
    }

    private void tick() {
        synchronized (this) {
            if (base.isFinal() || !holds.isEmpty()) {
                return;
            }
            meter.sample(platform.nanoTime(), bytes);
            if (bytes != toldBytes || files != toldFiles) {
                changed();
            }
        }
    }

    private TransferState state() {
        return base.isFinal() || holds.isEmpty() ? base : TransferState.PAUSED;
    }

    /** Under the lock, so that snapshots leave in the order they were taken; handing one over never waits. */
    private void changed() {
        if (base.isFinal()) {
            return;
        }
        ShareView view = view();
        toldBytes = view.progress().bytes();
        toldFiles = view.progress().files();
        followers.forEach(follower -> follower.offer(view));
        platform.events().publish(new FerryEvent.ShareChanged(platform.now(), view));
    }

    /** Nothing that names the other side. */
    @Override
    public String toString() {
        return (outgoing ? "share out " : "share in ") + id;
    }
}
