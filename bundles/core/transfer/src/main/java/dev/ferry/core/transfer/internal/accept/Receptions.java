package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.share.Cancels;
import dev.ferry.core.transfer.internal.share.Hold;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.core.transfer.internal.share.ShareControl;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Problem;
import dev.ferry.model.RecoveryAction;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Receptions that may go on over another connection, by device and transfer. Each is held by one stream or by none. Whoever holds one lets it go, whichever way the stream
 * ends: a reception that is over too, since its sender may not have heard so and asks again. Of one that nobody holds exactly one thing takes it: the sender's new
 * offer, a person's cancel, or the end of its time. In memory; a journal on disk is to stand behind the same methods.
 */
final class Receptions {
    private static final long KEPT_MINUTES = 60;
    /** For a sender that lost the connection before it heard of the end. */
    private static final long KEPT_ENDED_MINUTES = 10;
    /** A new connection may be here before the old one is known to be gone. */
    private static final long DETACH_MILLIS = 3000;

    private final Platform platform;
    private final Map<Key, Entry> entries = new HashMap<>();
    private final Set<Key> deciding = new HashSet<>();

    Receptions(Platform platform) {
        this.platform = platform;
    }

    /** Whose transfer. */
    record Key(DeviceId device, TransferId transfer) { }

    private static final class Entry {
        final Key key;
        final Reception reception;
        /** Who holds it; null: nobody. */
        ReceiveStream stream;
        /** How often it lost its connection. */
        int losses;
        /** A person ended it while it was being let go. */
        boolean cancelled;

        Entry(Key key, Reception reception, ReceiveStream stream) {
            this.key = key;
            this.reception = reception;
            this.stream = stream;
        }
    }

    /** What decides about a transfer. */
    interface Decision<T, E extends Exception> {
        T decide() throws E, InterruptedException, RefusedException;
    }

    /** Decides about this transfer while nobody else does: its offer may come over two connections in the same moment. */
    <T, E extends Exception> T alone(Key key, Decision<T, E> decision) throws E, InterruptedException, RefusedException {
        synchronized (this) {
            while (!deciding.add(key)) {
                wait();
            }
        }
        try {
            return decision.decide();
        } finally {
            synchronized (this) {
                deciding.remove(key);
                notifyAll();
            }
        }
    }

    synchronized boolean knows(Key key) {
        return entries.containsKey(key);
    }

    /** A new one, received over this stream. */
    synchronized void add(Key key, Reception reception, ReceiveStream stream) {
        entries.put(key, new Entry(key, reception, stream));
        reception.share().result().thenRun(() -> ended(key, reception));
    }

    private void ended(Key key, Reception reception) {
        platform.timer().schedule(() -> {
            synchronized (this) {
                entry(key, reception).ifPresent(entry -> entries.remove(key));
            }
        }, KEPT_ENDED_MINUTES, TimeUnit.MINUTES);
    }

    /** It was never begun. */
    synchronized void forget(Key key, ReceiveStream holder) {
        held(key, holder).ifPresent(entry -> entries.remove(key));
    }

    private Optional<Entry> entry(Key key, Reception reception) {
        return Optional.ofNullable(entries.get(key)).filter(entry -> entry.reception == reception);
    }

    private Optional<Entry> held(Key key, ReceiveStream holder) {
        return Optional.ofNullable(entries.get(key)).filter(entry -> entry.stream == holder);
    }

    /** The holder lets go of one that is over. */
    synchronized void left(Key key, ReceiveStream holder) {
        held(key, holder).ifPresent(this::letGo);
    }

    private void letGo(Entry entry) {
        entry.stream = null;
        notifyAll();
    }

    /** Work on it failed: it ends, if this stream holds it. */
    void failed(Key key, ReceiveStream holder, Problem why) {
        Optional<Entry> failed;
        synchronized (this) {
            failed = held(key, holder);
            failed.ifPresent(this::letGo);
        }
        failed.ifPresent(entry -> entry.reception.abort(why));
    }

    /** The holder lost its connection. */
    void detached(Key key, ReceiveStream holder, Ending why) {
        Optional<Entry> held;
        synchronized (this) {
            held = held(key, holder);
            held.ifPresent(entry -> entry.losses++);
        }
        held.ifPresent(entry -> detached(entry, entry.losses, why));
    }

    private void detached(Entry entry, int loss, Ending why) {
        // As long as it is held: what its next holder says of it must come after this.
        Share share = entry.reception.share();
        share.hold(Hold.NETWORK);
        share.phase("waiting");
        share.recovery(new RecoveryAction.Reconnect(loss, Duration.ZERO));
        share.control(new ShareControl() {
            @Override
            public void flow(boolean paused) { }

            @Override
            public void cancel() {
                cancelled(entry);
            }
        });
        boolean cancelled;
        synchronized (this) {
            cancelled = entry.cancelled && entry.reception.giveUp();
            letGo(entry);
        }
        if (cancelled) {
            entry.reception.dispose(Cancels.here());
        }
        platform.timer().schedule(() -> abortIf(other -> other == entry && entry.losses == loss, why.problem()), KEPT_MINUTES, TimeUnit.MINUTES);
    }

    /** By a person, while it is being let go or waits; once somebody holds it again, that one hears of cancels. */
    private void cancelled(Entry entry) {
        synchronized (this) {
            entry.cancelled = true;
        }
        abortIf(other -> other == entry, Cancels.here());
    }

    synchronized boolean awaits(DeviceId device) {
        return entries.entrySet().stream().anyMatch(e -> e.getKey().device().equals(device) && e.getValue().stream == null && !e.getValue().reception.share().isEnded());
    }

    /** The reception of a transfer that is offered again, taken from the connection that had it. Waits a little for that; not for the reader's thread. */
    Optional<Reception> claim(Key key, ReceiveStream next) throws InterruptedException {
        ReceiveStream old;
        synchronized (this) {
            Entry entry = entries.get(key);
            if (entry == null) {
                return Optional.empty();
            }
            old = entry.stream;
        }
        if (old != null) {
            old.line().session().close(Ending.replaced());
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DETACH_MILLIS);
        synchronized (this) {
            for (Entry entry = entries.get(key); entry != null && !next.isOver(); entry = entries.get(key)) {
                if (entry.stream == null) {
                    entry.stream = next;
                    return Optional.of(entry.reception);
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return Optional.empty();
                }
                wait(left);
            }
            return Optional.empty();
        }
    }

    /** Ends those that wait for a connection and are not wanted any more. */
    void abortOf(Predicate<DeviceId> unwanted, Problem why) {
        abortIf(entry -> unwanted.test(entry.key.device()), why);
    }

    private void abortIf(Predicate<Entry> unwanted, Problem why) {
        List<Entry> given;
        synchronized (this) {
            given = entries.values().stream().filter(entry -> entry.stream == null && unwanted.test(entry) && entry.reception.giveUp()).toList();
        }
        given.forEach(entry -> entry.reception.dispose(why));
    }
}
