package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.Pace;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareResult;
import dev.ferry.core.transfer.internal.engine.Parcel.Stand;
import dev.ferry.core.transfer.internal.errand.Begun;
import dev.ferry.core.transfer.internal.errand.Errand;
import dev.ferry.core.transfer.internal.send.Stop;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.TransferState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what outlives this process: what was left for the time when its device is there, and what was on its way when a process or the hope for a connection ended. Of a
 * device's errands one goes at a time, in their order; one that a person paused is passed over. None of them holds a thread while it waits.
 */
final class Courier {
    /** What is over sooner is not worth a write to the disk. */
    private static final long AFTER_MILLIS = 100;
    private static final long LOOK_MILLIS = Duration.ofHours(1).toMillis();

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final Parts parts;
    private final Parts.Later later;
    private final PairedLinks links;
    private final Sending sending;
    private final Rounds rounds = new Rounds();

    /** One try over a connection that is there. Blocks; when it returns the share has ended or waits. */
    @FunctionalInterface
    interface Sending {
        void send(Parcel parcel, DeviceRelationship.Paired to) throws FerryException;
    }

    Courier(Parts parts, Parts.Later later, PairedLinks links, Sending sending) {
        this.parts = parts;
        this.later = later;
        this.links = links;
        this.sending = sending;
    }

    /** Takes up what earlier processes left. */
    void start() {
        for (Errand errand : later.errands().restore()) {
            Share share = parts.shares().open(errand.id(), errand.since());
            if (errand.paused()) {
                share.pause();
            }
            await(errand, share);
        }
    }

    /**
     * Keeps it durably, and sends it when its device is there; that may be now.
     *
     * @throws FerryException too many wait already, or the store cannot be written
     */
    ShareHandle queue(ShareRequest request, DeviceId device) throws FerryException {
        Errand errand = later.errand(UUID.randomUUID(), request, device, true, parts.platform().now());
        later.errands().keep(errand);
        Share share = parts.shares().open(errand.id(), errand.since());
        await(errand, share);
        return share;
    }

    private void await(Errand errand, Share share) {
        Parcel parcel = add(errand, share, Stand.WAITING);
        share.pace(new Pace(errand.options().priority(), errand.options().bytesPerSecond()));
        share.control(parcel);
        try {
            DeviceRelationship.Paired paired = Relationships.paired(parts.trust(), errand.device());
            share.peer(paired, paired.name());
            watch(parcel);
            if (parcel.isLate(parts.platform().now())) {
                parcel.tooLate();
            } else {
                kick(errand.device());
            }
            // Not before: who left it for later is not told that it waits while it goes.
            if (parcel.is(Stand.WAITING)) {
                share.phase("queued");
            }
        } catch (FerryException e) {
            parcel.end(e.problem());
        }
    }

    /** A share that its sender begins by itself just now: from its first connection on it outlives this process. */
    Lasting accompany(Share share, ShareRequest request, DeviceId device) {
        return add(later.errand(share.id(), request, device, false, parts.platform().now()), share, Stand.DIRECT);
    }

    private Parcel add(Errand errand, Share share, Stand stand) {
        Parcel parcel = new Parcel(this, errand, share, stand);
        synchronized (this) {
            rounds.add(parcel);
        }
        share.keeper(parcel);
        parcel.show();
        share.result().thenAccept(result -> over(parcel, result));
        return parcel;
    }

    /** What is waiting or goes on from before, where a person asks for the same again. */
    Optional<ShareHandle> same(ShareRequest request, DeviceId device) {
        Optional<Parcel> same;
        synchronized (this) {
            same = rounds.meant(device, request);
        }
        same.ifPresent(parcel -> {
            parcel.share.resume();
            seen(device);
        });
        return same.map(parcel -> parcel.share);
    }

    /** It may be there: it was seen, or has connected. Returns at once. */
    void seen(DeviceId device) {
        synchronized (this) {
            rounds.seen(device);
        }
        kick(device);
    }

    /** Trust, profiles, rules, or where this device is reached changed. */
    void reconsider() {
        List<Parcel> waiting;
        synchronized (this) {
            waiting = rounds.waiting();
        }
        for (Parcel parcel : waiting) {
            try {
                Relationships.paired(parts.trust(), parcel.device());
                seen(parcel.device());
            } catch (FerryException e) {
                parcel.end(e.problem());
            }
        }
    }

    /** Sends the next one, if there is one and its time has come. Returns at once. */
    private void kick(DeviceId device) {
        Rounds.Turn turn;
        synchronized (this) {
            turn = rounds.next(device, parts.platform().nanoTime());
        }
        if (turn instanceof Rounds.Turn.Go go) {
            // At once: whoever asked for the same again is not told that it waits.
            go.parcel().share.phase("connecting");
            parts.platform().run(() -> deliver(go.parcel()));
        } else if (turn instanceof Rounds.Turn.Later wait) {
            parts.platform().again(() -> rang(device), Duration.ofNanos(wait.nanos()).toMillis() + 1);
        }
    }

    private void rang(DeviceId device) {
        synchronized (this) {
            rounds.rang(device);
        }
        kick(device);
    }

    private void deliver(Parcel parcel) {
        try {
            DeviceRelationship.Paired to = Relationships.paired(parts.trust(), parcel.device());
            links.of(parcel.device()).connect();
            if (!parcel.share.isEnded()) {
                sending.send(parcel, to);
            }
        } catch (FerryException e) {
            if (!waits(parcel, e.problem())) {
                parcel.end(e.problem());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            parcel.end(Stop.stopped());
        } catch (RuntimeException e) {
            LOG.error("What was kept for a device could not be sent by a fault of Ferry", e);
            parcel.end(new Problem.InternalError("The share failed by a fault of Ferry: " + e.getClass().getSimpleName() + ". The log has the details."));
        }
    }

    // What the one who sends a parcel tells.

    void begun(Parcel parcel, Begun how) {
        if (parcel.before().equals(Optional.of(how))) {
            return;
        }
        parcel.change(errand -> errand.begun(how));
        parts.platform().later(() -> parts.platform().run(() -> note(parcel)), AFTER_MILLIS);
    }

    private void note(Parcel parcel) {
        synchronized (this) {
            if (parcel.isDropped()) {
                return;
            }
            later.errands().put(parcel.errand());
        }
        later.errands().commit();
    }

    boolean waits(Parcel parcel, Problem why) {
        DeviceId device = parcel.device();
        if (!Unreached.isReasonToWait(parcel.errand(), parcel.isContinued(), why) || !Relationships.isPaired(parts.trust(), device)) {
            return false;
        }
        parcel.why(why);
        if (parcel.isLate(parts.platform().now())) {
            parcel.tooLate();
            return true;
        }
        boolean first = !parcel.isContinued();
        synchronized (this) {
            if (rounds.isOver() || parcel.isDropped() || !later.errands().put(parcel.errand())) {
                return false;
            }
            rounds.failed(device, why, parts.platform().nanoTime());
            parcel.stands(Stand.WAITING);
        }
        later.errands().commit();
        parcel.show();
        parcel.share.phase("queued");
        parcel.share.control(parcel);
        if (first) {
            watch(parcel);
        }
        kick(device);
        return true;
    }

    /** Looks now and then, until it is over, whether it has waited for too long. */
    private void watch(Parcel parcel) {
        long left = Duration.between(parts.platform().now(), parcel.errand().until()).toMillis();
        parts.platform().again(() -> {
            if (parcel.is(Stand.WAITING) && parcel.isLate(parts.platform().now())) {
                parcel.tooLate();
            } else if (!parcel.is(Stand.OVER)) {
                watch(parcel);
            }
        }, left > 0 ? Math.min(left + 1, LOOK_MILLIS) : LOOK_MILLIS);
    }

    // What a person wishes.

    void paused(Parcel parcel, boolean now) {
        parcel.change(errand -> errand.paused(now));
        boolean kept;
        synchronized (this) {
            kept = !parcel.isDropped() && later.errands().has(parcel.errand().id()) && later.errands().put(parcel.errand());
        }
        if (kept) {
            later.errands().commit();
        }
        parcel.show();
        kick(parcel.device());
    }

    void forget(Parcel parcel) {
        boolean kept;
        synchronized (this) {
            parcel.drop();
            kept = later.errands().drop(parcel.errand().id());
        }
        if (kept) {
            later.errands().commit();
        }
    }

    private void over(Parcel parcel, ShareResult result) {
        boolean forgotten;
        synchronized (this) {
            boolean stays = rounds.isOver() && result.problem().filter(Unreached::mayPass).isPresent() && !parcel.isDropped();
            parcel.stands(Stand.OVER);
            rounds.remove(parcel);
            forgotten = !stays && later.errands().drop(parcel.errand().id());
            if (result.state() == TransferState.COMPLETED) {
                rounds.reached(parcel.device());
            }
        }
        if (forgotten) {
            later.errands().commit();
        }
        kick(parcel.device());
    }

    /** What waits or is on its way stays for the next process. */
    void close() {
        List<Parcel> waiting;
        synchronized (this) {
            rounds.end();
            waiting = rounds.waiting();
        }
        waiting.forEach(parcel -> parcel.end(Stop.stopped()));
    }
}
