package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareView;
import dev.ferry.core.transfer.internal.errand.Begun;
import dev.ferry.core.transfer.internal.errand.Errand;
import dev.ferry.core.transfer.internal.share.Cancels;
import dev.ferry.core.transfer.internal.share.Keeper;
import dev.ferry.core.transfer.internal.share.Outcome;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.core.transfer.internal.share.ShareControl;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Problem;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An errand in this process: its share, and whether somebody is sending it now. Its state is the {@link Courier}'s, under whose lock it is read and changed. */
final class Parcel implements Lasting, Keeper, ShareControl {
    /** Where it stands. */
    enum Stand {
        /** Nobody works on it. */
        WAITING,
        /** It is being sent in its turn. */
        GOING,
        /** It is being sent beside the others: somebody asked for it just now. */
        DIRECT,
        /** Its share has ended. */
        OVER
    }

    final Share share;
    private final Courier courier;
    private Errand errand;
    private Stand stand;
    private boolean continued;
    private boolean dropped;
    private Optional<Problem> why = Optional.empty();

    Parcel(Courier courier, Errand errand, Share share, Stand stand) {
        this.courier = courier;
        this.errand = errand;
        this.share = share;
        this.stand = stand;
        this.continued = stand == Stand.WAITING;
    }

    Errand errand() {
        synchronized (courier) {
            return errand;
        }
    }

    DeviceId device() {
        return errand().device();
    }

    boolean is(Stand which) {
        synchronized (courier) {
            return stand == which;
        }
    }

    /** @return false where it is over already */
    boolean stands(Stand next) {
        synchronized (courier) {
            if (stand == Stand.OVER) {
                return false;
            }
            continued |= next == Stand.WAITING;
            stand = next;
            return true;
        }
    }

    /** Whether who asks for the same means this one: it goes on from before, or was not tried yet. */
    boolean isMeantBy(DeviceId whom, ShareRequest request) {
        synchronized (courier) {
            return continued && !isDropped() && errand.asks(whom, request);
        }
    }

    /** Its person does not want it any more: it is not written down again. */
    void drop() {
        synchronized (courier) {
            dropped = true;
        }
    }

    boolean isDropped() {
        synchronized (courier) {
            return dropped || stand == Stand.OVER;
        }
    }

    /** Whether it waited before. */
    boolean isContinued() {
        synchronized (courier) {
            return continued;
        }
    }

    void change(UnaryOperator<Errand> change) {
        synchronized (courier) {
            errand = change.apply(errand);
        }
    }

    boolean isLate(Instant now) {
        return !now.isBefore(errand().until());
    }

    void why(Problem last) {
        synchronized (courier) {
            why = Optional.of(last);
        }
    }

    /** Shows what became of it. */
    void show() {
        ShareView.Errand now;
        synchronized (courier) {
            now = new ShareView.Errand(errand.files().stream().map(ShareRequest.Item::path).toList(), errand.until(), errand.paused(), why);
        }
        share.errand(now);
    }

    void tooLate() {
        Optional<Problem> last;
        synchronized (courier) {
            last = why;
        }
        end(Unreached.tooLong(errand(), share.view().peerName(), last));
    }

    void end(Problem problem) {
        share.end(new Outcome().ended(problem));
    }

    // What the one who sends it tells.

    @Override
    public Optional<Begun> before() {
        return errand().begun();
    }

    @Override
    public void begun(Begun how) {
        courier.begun(this, how);
    }

    @Override
    public boolean waits(Problem last) {
        return courier.waits(this, last);
    }

    // What a person wishes.

    @Override
    public void paused(boolean now) {
        courier.paused(this, now);
    }

    @Override
    public void cancelled() {
        courier.forget(this);
    }

    /** Nothing flows while it waits. */
    @Override
    public void flow(boolean paused) { }

    /** While nobody sends it. */
    @Override
    public void cancel() {
        end(Cancels.here());
    }
}
