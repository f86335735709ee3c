package dev.ferry.edge.control.internal;

import dev.ferry.api.InboxService;
import dev.ferry.api.ShareHandle;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Offers come when the test says so; a folder called "full" cannot take any. */
final class ManualInbox implements InboxService {
    final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    final ManualShare accepted = new ManualShare(false);
    private final List<OfferView> pending = new CopyOnWriteArrayList<>();
    private final List<Consumer<OfferView>> listeners = new CopyOnWriteArrayList<>();

    OfferView offer(UUID id) {
        OfferView offer = new OfferView(id, new DeviceRelationship.Unknown(Optional.empty(), Proximity.LAN, SecurityContext.WORDS), "cleo",
                List.of("apple", "bench", "cloud", "delta"), Optional.of("hello"), 1, 5, List.of(new OfferView.Item(0, "note", "txt", false, 5)), OptionalLong.of(1000),
                Instant.EPOCH, false, List.of("like another"));
        pending.add(offer);
        listeners.forEach(l -> l.accept(offer));
        return offer;
    }

    @Override
    public List<OfferView> pending() {
        return List.copyOf(pending);
    }

    @Override
    public Registration follow(Consumer<OfferView> listener) {
        listeners.add(listener);
        pending.forEach(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Optional<ShareHandle> answer(UUID offer, Answer answer) throws FerryException {
        if (answer instanceof Answer.Accept accept && accept.folder().filter(f -> f.endsWith("full")).isPresent()) {
            throw new FerryException(new Problem.InsufficientStorage(5, 0, "There is no room in that folder."));
        }
        if (!pending.removeIf(o -> o.id().equals(offer))) {
            throw new FerryException(new Problem.NotFound(offer.toString(), "No such offer is waiting."));
        }
        answers.add(answer);
        return answer instanceof Answer.Accept ? Optional.of(accepted) : Optional.empty();
    }
}
