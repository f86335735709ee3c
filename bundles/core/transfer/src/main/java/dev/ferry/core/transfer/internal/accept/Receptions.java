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
 * Receptions that may go on over another connection, by device and transfer. Of one that lost its connection exactly one thing takes it: the sender's new offer, a
 * person's cancel, or the end of its time. In memory; a journal on disk is to stand behind the same methods.
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
        final Reception reception;
        /** Null: it waits, or is over. */
        ReceiveStream stream;
        /** How often it lost its connection. */
        int losses;

        Entry(Reception reception, ReceiveStream stream) {
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
        entries.put(key, new Entry(reception, stream));
        reception.share().result().thenRun(() -> ended(key, reception));
    }

    private void ended(Key key, Reception reception) {
        synchronized (this) {
            entry(key, reception).ifPresent(entry -> entry.stream = null);
            notifyAll();
        }
        platform.timer().schedule(() -> {
            synchronized (this) {
                entry(key, reception).ifPresent(entry -> entries.remove(key));
            }
        }, KEPT_ENDED_MINUTES, TimeUnit.MINUTES);
    }

    /** It was never begun. */
    synchronized void forget(Key key, Reception reception) {
        entry(key, reception).ifPresent(entry -> entries.remove(key));
    }

    private Optional<Entry> entry(Key key, Reception reception) {
        return Optional.ofNullable(entries.get(key)).filter(entry -> entry.reception == reception);
    }

    /** Lost its connection. */
    void detached(Key key, Reception reception, Ending why) {
        int loss;
        synchronized (this) {
            Optional<Entry> entry = entry(key, reception);
            entry.ifPresent(known -> known.stream = null);
            loss = entry.map(known -> ++known.losses).orElse(0);
            notifyAll();
        }
        Share share = reception.share();
        if (loss == 0) {
            reception.abort(why.problem());
            return;
        }
        share.hold(Hold.NETWORK);
        share.phase("waiting");
        share.recovery(new RecoveryAction.Reconnect(loss, Duration.ZERO));
        share.control(new ShareControl() {
            @Override
            public void flow(boolean paused) { }

            @Override
            public void cancel() {
                if (isWaiting(key, reception)) {
                    reception.abort(Cancels.here());
                }
            }
        });
        platform.timer().schedule(() -> {
            if (isWaiting(key, reception, loss)) {
                reception.abort(why.problem());
            }
        }, KEPT_MINUTES, TimeUnit.MINUTES);
    }

    private synchronized boolean isWaiting(Key key, Reception reception, int loss) {
        return isWaiting(key, reception) && entries.get(key).losses == loss;
    }

    private synchronized boolean isWaiting(Key key, Reception reception) {
        return entry(key, reception).filter(entry -> entry.stream == null).isPresent();
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
            for (Entry entry = entries.get(key); entry != null; entry = entries.get(key)) {
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
    void abortIf(Predicate<DeviceId> unwanted, Problem why) {
        List<Entry> waiting;
        synchronized (this) {
            waiting = entries.entrySet().stream().filter(e -> unwanted.test(e.getKey().device()) && e.getValue().stream == null).map(Map.Entry::getValue).toList();
        }
        waiting.forEach(entry -> entry.reception.abort(why));
    }
}
