package dev.ferry.core.transfer.internal;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.ReferenceEntry;
import dev.ferry.api.ReferenceRequest;
import dev.ferry.api.ReferenceService;
import dev.ferry.api.ReferenceView;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareRequest;
import dev.ferry.model.FerryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** References as a service. */
@Component
public final class ReferencesComponent implements ReferenceService {
    private final ReferenceService references;

    @Activate
    public ReferencesComponent(@Reference TransferComponent transfer) {
        this.references = transfer.engine().references();
    }

    @Override
    public Given give(ReferenceRequest request) throws FerryException {
        return references.give(request);
    }

    @Override
    public List<ReferenceView> references() {
        return references.references();
    }

    @Override
    public Optional<ReferenceView> find(UUID id) {
        return references.find(id);
    }

    @Override
    public long list(UUID reference, String path, boolean whole, Consumer<List<ReferenceEntry>> pages) throws FerryException, InterruptedException {
        return references.list(reference, path, whole, pages);
    }

    @Override
    public ShareHandle get(UUID reference, List<String> paths, Path folder, ConflictPolicy conflict) throws FerryException {
        return references.get(reference, paths, folder, conflict);
    }

    @Override
    public ShareHandle put(UUID reference, List<ShareRequest.Item> files) throws FerryException {
        return references.put(reference, files);
    }

    @Override
    public ReferenceView revoke(UUID reference) throws FerryException {
        return references.revoke(reference);
    }
}
