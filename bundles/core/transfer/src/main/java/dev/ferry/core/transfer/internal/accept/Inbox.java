package dev.ferry.core.transfer.internal.accept;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.InboxService;
import dev.ferry.api.ShareHandle;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Problem;
import dev.ferry.model.Registration;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers that wait for a person. */
public final class Inbox implements InboxService {
    public static final Duration CONSENT = Duration.ofSeconds(120);
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final Platform platform;
    private final Map<UUID, Pending> pending = new LinkedHashMap<>();
    private final List<Consumer<OfferView>> followers = new CopyOnWriteArrayList<>();

    public Inbox(Platform platform) {
        this.platform = platform;
    }

    /** Who asked, and hears the one answer. */
    public interface Asker {
        /** @throws FerryException it cannot be done so; the offer goes on waiting, unless it is gone */
        Optional<ShareHandle> accept(Answer.Accept answer) throws FerryException;

        void reject(boolean block);

        /** Nobody answered. */
        void expire();

        /** The offer was taken back. */
        default void withdrawn() { }
    }

    private static final class Pending {
        final OfferView view;
        final Asker asker;
        Future<?> timer;
        /** Somebody's answer is being carried out. */
        boolean taken;

        Pending(OfferView view, Asker asker) {
            this.view = view;
            this.asker = asker;
        }
    }

    /** Asks. The view's time to expire is {@link #CONSENT} from now. */
    void ask(OfferView view, Asker asker) {
        Pending added = new Pending(view, asker);
        synchronized (pending) {
            pending.put(view.id(), added);
        }
        added.timer = platform.timer().schedule(() -> platform.run(() -> expire(view.id())), CONSENT.toMillis(), TimeUnit.MILLISECONDS);
        platform.events().publish(new FerryEvent.OfferReceived(platform.now(), view));
        followers.forEach(follower -> tell(follower, view));
    }

    /** The offer is gone by itself. */
    public void withdraw(UUID offer) {
        remove(offer).ifPresent(gone -> {
            gone.asker.withdrawn();
            closed(gone, false);
        });
    }

    @Override
    public List<OfferView> pending() {
        synchronized (pending) {
            return pending.values().stream().filter(each -> !each.taken).map(each -> each.view).sorted(Comparator.comparing(OfferView::expires)).toList();
        }
    }

    @Override
    public Registration follow(Consumer<OfferView> listener) {
        followers.add(listener);
        pending().forEach(view -> tell(listener, view));
        return () -> followers.remove(listener);
    }

    private void tell(Consumer<OfferView> listener, OfferView view) {
        platform.run(() -> {
            try {
                listener.accept(view);
            } catch (RuntimeException e) {
                LOG.warn("A listener of the inbox failed", e);
            }
        });
    }

    @Override
    public Optional<ShareHandle> answer(UUID offer, Answer answer) throws FerryException {
        Pending asked = take(offer);
        if (answer instanceof Answer.Reject reject) {
            remove(offer);
            asked.asker.reject(reject.block());
            closed(asked, false);
            return Optional.empty();
        }
        try {
            Optional<ShareHandle> share = asked.asker.accept((Answer.Accept) answer);
            remove(offer);
            closed(asked, true);
            return share;
        } catch (FerryException e) {
            synchronized (pending) {
                asked.taken = false;
            }
            throw e;
        }
    }

    private Pending take(UUID offer) throws FerryException {
        synchronized (pending) {
            Pending asked = pending.get(offer);
            if (asked == null || asked.taken) {
                throw gone();
            }
            asked.taken = true;
            return asked;
        }
    }

    public static FerryException gone() {
        return new FerryException(new Problem.NotFound("offer", "That offer is not waiting any more: it was answered, taken back or ran out. Ask for the files to be sent again."));
    }

    private void expire(UUID offer) {
        Pending asked;
        synchronized (pending) {
            asked = pending.get(offer);
            if (asked == null || asked.taken) {
                return;
            }
            pending.remove(offer);
        }
        asked.asker.expire();
        closed(asked, false);
    }

    private Optional<Pending> remove(UUID offer) {
        synchronized (pending) {
            return Optional.ofNullable(pending.remove(offer));
        }
    }

    private void closed(Pending asked, boolean accepted) {
        if (asked.timer != null) {
            asked.timer.cancel(false);
        }
        platform.events().publish(new FerryEvent.OfferClosed(platform.now(), asked.view, accepted));
    }
}
