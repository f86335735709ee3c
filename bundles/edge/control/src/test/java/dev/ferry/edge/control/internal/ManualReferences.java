package dev.ferry.edge.control.internal;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.ReferenceEntry;
import dev.ferry.api.ReferenceRequest;
import dev.ferry.api.ReferenceService;
import dev.ferry.api.ReferenceView;
import dev.ferry.api.ReferenceView.State;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareRequest;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.DeviceId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** References that are answered when the test says so; every list has two pages. */
final class ManualReferences implements ReferenceService {
    static final UUID ID = UUID.fromString("3f2a0000-0000-0000-0000-000000000001");
    private static final DeviceId BEN = new DeviceId("b".repeat(64));

    final BlockingQueue<ReferenceRequest> requests = new LinkedBlockingQueue<>();
    final BlockingQueue<List<?>> asked = new LinkedBlockingQueue<>();
    final CompletableFuture<ReferenceView> answer = new CompletableFuture<>();
    final ManualShare share = new ManualShare(false);
    private final Map<UUID, ReferenceView> known = new ConcurrentHashMap<>();

    static ReferenceView view(UUID id, State state) {
        return new ReferenceView(id, true, BEN, "ben", List.of("films/"), AccessLevel.READ_ONLY, Optional.of(Instant.EPOCH.plus(Duration.ofDays(7))), state, Instant.EPOCH, 5, 1000);
    }

    void know(UUID id) {
        known.put(id, view(id, State.ACTIVE));
    }

    @Override
    public Given give(ReferenceRequest request) {
        requests.add(request);
        known.put(ID, view(ID, State.OFFERED));
        return new Given(ID, answer);
    }

    @Override
    public List<ReferenceView> references() {
        return List.copyOf(known.values());
    }

    @Override
    public Optional<ReferenceView> find(UUID id) {
        return Optional.ofNullable(known.get(id));
    }

    @Override
    public long list(UUID reference, String path, boolean whole, Consumer<List<ReferenceEntry>> pages) {
        asked.add(List.of(reference, path, whole));
        pages.accept(List.of(new ReferenceEntry("films", true, 0, Optional.empty())));
        pages.accept(List.of(new ReferenceEntry("films/a", false, 7, Optional.of(Instant.EPOCH))));
        return 3;
    }

    @Override
    public ShareHandle get(UUID reference, List<String> paths, Path folder, ConflictPolicy conflict) {
        asked.add(List.of(reference, paths, folder, conflict));
        return share;
    }

    @Override
    public ShareHandle put(UUID reference, List<ShareRequest.Item> files) {
        asked.add(List.of(reference, files));
        return share;
    }

    @Override
    public ReferenceView revoke(UUID reference) {
        asked.add(List.of("revoke", reference));
        return view(reference, State.REVOKED);
    }
}
