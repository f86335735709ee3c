package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.transfer.internal.manifest.EntryKeys;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
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
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Receptions that may go on over another connection, by device and transfer. Each is held by one stream or by none. Whoever holds one lets it go, whichever way the stream
 * ends: a reception that is over too, since its sender may not have heard so and asks again. Of one that nobody holds exactly one thing takes it: the sender's new
 * offer, a person's cancel, or the end of its time. In memory; what must outlive the process is in the {@link Journal}
 * and with the parts.
 */
final class Receptions {
    private static final long KEPT_MINUTES = 60;
    /** A sender looks for space this often in that time. */
    private static final int MOST_TRIES = 720;
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
        synchronized (this) {
            if (reception.isSuspended()) {
                // Whoever comes for it goes on from the disk.
                entry(key, reception).ifPresent(entry -> entries.remove(key));
            }
            notifyAll();
        }
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
        boolean full = why.problem() instanceof Problem.InsufficientStorage;
        share.hold(full ? Hold.SPACE : Hold.NETWORK);
        share.phase(full ? "no space" : "waiting");
        share.recovery(full ? new RecoveryAction.Retry(loss, MOST_TRIES) : new RecoveryAction.Reconnect(loss, Duration.ZERO));
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
        platform.timer().schedule(() -> endIf(other -> other == entry && entry.losses == loss, lost -> lost.keep(why.problem())), KEPT_MINUTES, TimeUnit.MINUTES);
    }

    /** By a person, while it is being let go or waits; once somebody holds it again, that one hears of cancels. */
    private void cancelled(Entry entry) {
        synchronized (this) {
            entry.cancelled = true;
        }
        abortIf(other -> other == entry, Cancels.here());
    }

    /** What waits there until there is space for the rest of it. */
    synchronized Optional<Reception> waitingForSpace(Key key) {
        return Optional.ofNullable(entries.get(key)).map(entry -> entry.reception).filter(reception -> reception.share().isHeld(Hold.SPACE));
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

    /**
     * Ends what the same device began to send before and nothing comes of any more, if this transfer has the same files: it goes on with what has come of them. Waits a
     * little for that; not for the reader's thread.
     *
     * @param session over which this transfer comes
     */
    void supersede(Key by, Session session, EntryKeys keys) throws InterruptedException {
        List<Entry> old;
        synchronized (this) {
            old = entries.entrySet().stream().filter(e -> e.getKey().device().equals(by.device()) && !e.getKey().equals(by)).map(Map.Entry::getValue)
                    .filter(entry -> entry.stream == null || entry.stream.line().session() != session)
                    .filter(entry -> !entry.reception.share().isEnded() && entry.reception.overlaps(keys)).toList();
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DETACH_MILLIS);
        for (Entry entry : old) {
            if (isDetachedBy(entry, end)) {
                entry.reception.suspend(new Problem.NetworkError(true, "The other device sent the same files anew, and that goes on with what was here."));
                synchronized (this) {
                    while (entries.containsValue(entry) && end - System.nanoTime() > 0) {
                        wait(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()) + 1);
                    }
                }
            }
        }
    }

    private boolean isDetachedBy(Entry entry, long end) throws InterruptedException {
        ReceiveStream stream;
        synchronized (this) {
            stream = entry.stream;
        }
        if (stream != null) {
            stream.line().session().close(Ending.replaced());
        }
        synchronized (this) {
            while (entry.stream != null && end - System.nanoTime() > 0) {
                wait(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()) + 1);
            }
            return entry.stream == null;
        }
    }

    /** Ends all that wait for a connection; they go on another time. */
    void suspendAll(Problem why) {
        endIf(entry -> true, reception -> reception.keep(why));
    }

    /** Ends those that wait for a connection and are not wanted any more. */
    void abortOf(Predicate<DeviceId> unwanted, Problem why) {
        abortIf(entry -> unwanted.test(entry.key.device()), why);
    }

    private void abortIf(Predicate<Entry> unwanted, Problem why) {
        endIf(unwanted, reception -> reception.dispose(why));
    }

    private void endIf(Predicate<Entry> unwanted, Consumer<Reception> end) {
        List<Entry> given;
        synchronized (this) {
            given = entries.values().stream().filter(entry -> entry.stream == null && unwanted.test(entry) && entry.reception.giveUp()).toList();
        }
        given.forEach(entry -> end.accept(entry.reception));
    }
}
