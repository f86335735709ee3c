package dev.ferry.edge.control.internal;

import dev.ferry.api.Pace;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareView;
import dev.ferry.api.ShareView.Progress;
import dev.ferry.api.ShareView.ShownCode;
import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Problem;
import dev.ferry.model.RecoveryAction;
import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A share that does what the test says. */
final class ManualShare implements ShareHandle {
    final CompletableFuture<ShareResult> result = new CompletableFuture<>();
    final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private final List<Consumer<ShareView>> listeners = new CopyOnWriteArrayList<>();
    private final UUID id = UUID.randomUUID();
    private final boolean outgoing;
    private volatile ShareView view;
    private volatile Pace pace = Pace.DEFAULT;

    ManualShare(boolean outgoing) {
        this.outgoing = outgoing;
        this.view = view(TransferState.PENDING, "waiting", 0, Optional.empty());
    }

    private ShareView view(TransferState state, String phase, long bytes, Optional<ShownCode> code) {
        return new ShareView(id, outgoing, state, phase, Optional.empty(), "kitchen", Optional.empty(), Optional.empty(), Optional.empty(),
                phase.equals("consent") ? List.of("apple", "bench", "cloud", "delta") : List.of(),
                new Progress(bytes, OptionalLong.of(100), 0, OptionalLong.of(1), 0, Optional.empty()), code, Optional.empty(), Instant.EPOCH);
    }

    void change(ShareView next) {
        view = next;
        listeners.forEach(l -> l.accept(next));
    }

    void showCode() {
        change(view(TransferState.PENDING, "waiting", 0, Optional.of(new ShownCode("7-1234-5678", "FERRY:AAAA", Instant.EPOCH))));
    }

    void ask() {
        change(view(TransferState.PENDING, "consent", 0, Optional.empty()));
    }

    /** Nobody named the device. */
    void choose(String why) {
        DeviceRelationship someone = new DeviceRelationship.Unknown(Optional.empty(), Proximity.LAN, SecurityContext.NONE);
        change(new ShareView(id, outgoing, TransferState.PENDING, "waiting", Optional.of(someone), "kitchen", Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
                Progress.NONE, Optional.empty(), Optional.empty(), Instant.EPOCH, Optional.of(why)));
    }

    /** It waits for its device. */
    void wait(long bytes, boolean paused) {
        ShareView.Errand errand = new ShareView.Errand(List.of(Path.of("/home/me/a"), Path.of("/home/me/b")), Instant.EPOCH, paused,
                Optional.of(new Problem.NotFound("kitchen", "It is away.")));
        change(new ShareView(id, outgoing, TransferState.PAUSED, "queued", Optional.empty(), "kitchen", Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
                new Progress(bytes, OptionalLong.of(100), 0, OptionalLong.of(1), 0, Optional.empty()), Optional.empty(), Optional.empty(), Instant.EPOCH, Optional.empty(),
                Optional.of(errand)));
    }

    /** It was found to be a pair. */
    void pair() {
        DeviceRelationship pair = new DeviceRelationship.Paired(new DeviceId("ab".repeat(32)), "kitchen", TrustLevel.TRUSTED,
                new ConnectionStatus.Offline(Optional.empty(), Optional.empty()), Capabilities.NONE);
        change(new ShareView(id, outgoing, TransferState.PENDING, "connecting", Optional.of(pair), "kitchen", Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
                Progress.NONE, Optional.empty(), Optional.empty(), Instant.EPOCH));
    }

    /** Keeps what it was found to be. */
    void failThere(Problem problem) {
        result.complete(new ShareResult(TransferState.FAILED, Optional.of(problem), 0, 0, 0, List.of(), 0, Optional.empty(), List.of()));
    }

    void move(long bytes) {
        change(view(TransferState.ACTIVE, "sending", bytes, Optional.empty()));
    }

    void recover(RecoveryAction step) {
        change(new ShareView(id, outgoing, TransferState.ACTIVE, "sending", Optional.empty(), "kitchen", Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
                Progress.NONE, Optional.empty(), Optional.of(step), Instant.EPOCH));
    }

    void complete(long files, long skipped) {
        complete(files, skipped, 0);
    }

    /** Of so many entries that were left out, so many stood there already. */
    void complete(long files, long skipped, long unchanged) {
        change(view(TransferState.COMPLETED, "ended", 100, Optional.empty()));
        result.complete(new ShareResult(TransferState.COMPLETED, Optional.empty(), files, 100, 0, List.of(), skipped, Optional.empty(), List.of(), unchanged));
    }

    void fail(Problem problem) {
        change(view(TransferState.FAILED, "ended", 0, Optional.empty()));
        result.complete(new ShareResult(TransferState.FAILED, Optional.of(problem), 0, 0, 0, List.of(), 0, Optional.empty(), List.of()));
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public ShareView view() {
        return view;
    }

    @Override
    public void pause() {
        change(view(TransferState.PAUSED, "sending", 50, Optional.empty()));
    }

    @Override
    public void resume() {
        move(50);
    }

    @Override
    public void cancel() {
        cancelled.complete(null);
        result.complete(new ShareResult(TransferState.CANCELLED, Optional.empty(), 0, 0, 0, List.of(), 0, Optional.empty(), List.of()));
    }

    @Override
    public Pace pace() {
        return pace;
    }

    @Override
    public void pace(Pace next) {
        pace = next;
    }

    @Override
    public CompletableFuture<ShareResult> result() {
        return result;
    }

    @Override
    public Registration follow(Consumer<ShareView> listener) {
        listeners.add(listener);
        listener.accept(view);
        return () -> listeners.remove(listener);
    }
}
