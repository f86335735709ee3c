package dev.ferry.edge.control.internal;

import dev.ferry.api.CollectRequest;
import dev.ferry.api.Limits;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareService;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Makes a {@link ManualShare} of each request; whoever is absent is not found, and a folder called "locked" cannot be received into. */
final class ManualShares implements ShareService {
    final BlockingQueue<ManualShare> made = new LinkedBlockingQueue<>();
    final BlockingQueue<ShareRequest> requests = new LinkedBlockingQueue<>();
    final BlockingQueue<ShareRequest> queued = new LinkedBlockingQueue<>();
    final BlockingQueue<CollectRequest> collected = new LinkedBlockingQueue<>();
    final Set<String> absent = ConcurrentHashMap.newKeySet();
    private volatile Limits limits = Limits.NONE;
    private final List<ShareHandle> all = new CopyOnWriteArrayList<>();

    @Override
    public ShareHandle share(ShareRequest request) throws FerryException {
        if (request.target() instanceof ShareTarget.DeviceIdentifier named && absent.contains(named.text())) {
            throw new FerryException(new Problem.NotFound(named.text(), "No device is called \"" + named.text() + "\"."));
        }
        requests.add(request);
        return make(true);
    }

    @Override
    public ShareHandle queue(ShareRequest request) throws FerryException {
        queued.add(request);
        return share(request);
    }

    @Override
    public ShareHandle collect(CollectRequest request) {
        collected.add(request);
        return make(false);
    }

    @Override
    public void demandReceivable(Path folder) throws FerryException {
        if (folder.endsWith("locked")) {
            throw new FerryException(new Problem.FileAccessDenied(folder.toString(), folder + " may not be written."));
        }
    }

    private ShareHandle make(boolean outgoing) {
        ManualShare share = new ManualShare(outgoing);
        all.add(share);
        made.add(share);
        return share;
    }

    @Override
    public List<ShareHandle> shares() {
        return List.copyOf(all);
    }

    @Override
    public Limits configuredLimits() {
        return new Limits(OptionalLong.empty(), OptionalLong.of(7), OptionalLong.empty());
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public void limits(Limits next) {
        limits = next;
    }

    @Override
    public Optional<ShareHandle> find(UUID id) {
        return all.stream().filter(s -> s.id().equals(id)).findFirst();
    }
}
