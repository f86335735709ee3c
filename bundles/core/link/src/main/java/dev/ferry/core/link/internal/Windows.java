package dev.ferry.core.link.internal;

import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links.Window;
import dev.ferry.core.link.Links.WindowRequest;
import dev.ferry.core.protocol.crypto.AuthMethod;
import dev.ferry.core.protocol.crypto.PairingCode;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.crypto.Ticket;
import dev.ferry.core.protocol.crypto.TicketRoute;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The codes that this device shows. A window has one seat: who takes it has one try, a second joiner finds it taken and does not disturb the first; a joiner that
 * leaves before it had a chance to test a guess gives the seat back, any other failure burns the window.
 *
 * <p>State is guarded by this object; callbacks run outside it, on the io executor.
 */
final class Windows {
    private final SecureRandom random;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final Executor io;
    private final Runnable changed;
    private final Map<Integer, Shown> shown = new TreeMap<>();

    /** {@code changed}: what is shown is another now; returns at once. */
    Windows(SecureRandom random, InstantSource clock, ScheduledExecutorService timer, Executor io, Runnable changed) {
        this.random = random;
        this.clock = clock;
        this.timer = timer;
        this.io = io;
        this.changed = changed;
    }

    Window open(WindowRequest request, List<TicketRoute> routes) {
        Shown window;
        synchronized (this) {
            PairingCode code = PairingCode.generate(random, shown::containsKey);
            Instant expires = clock.instant().plus(request.life());
            Ticket ticket = Ticket.issue(request.purpose(), expires, code.nameplate(), routes, random);
            window = new Shown(request, code, ticket, expires);
            shown.put(code.nameplate(), window);
        }
        window.expiry = timer.schedule(() -> io.execute(() -> window.end(new Problem.TimeoutError(Problem.TimeoutError.Timer.TOTAL,
                request.life(), "Nobody used the code within " + sentence(request.life()) + ", so it has expired. Show a new one."))), request.life().toMillis(), TimeUnit.MILLISECONDS);
        changed.run();
        return window;
    }

    synchronized List<Integer> nameplates() {
        return List.copyOf(shown.keySet());
    }

    /** Where the holders of the tickets look for this device. */
    synchronized List<byte[]> meetings() {
        return shown.values().stream().map(window -> window.ticket.meeting()).toList();
    }

    /** Takes the seat of the window with this nameplate, if there is one for this purpose and its seat is free. */
    synchronized Optional<Seat> sit(int nameplate, Purpose purpose) {
        Shown window = shown.get(nameplate);
        if (window == null || window.request.purpose() != purpose || window.taken || !clock.instant().isBefore(window.expires)) {
            return Optional.empty();
        }
        window.taken = true;
        return Optional.of(window);
    }

    void closeAll() {
        List<Shown> all;
        synchronized (this) {
            all = new ArrayList<>(shown.values());
        }
        all.forEach(Shown::close);
    }

    private static String sentence(Duration life) {
        return life.toSeconds() % 60 == 0 ? life.toMinutes() + " minutes" : life.toSeconds() + " seconds";
    }

    /** A joiner's place at a window. */
    interface Seat {
        /** What this side calls itself to the joiner. */
        String label();

        /** The secret of a method; wiped by the caller. */
        byte[] secret(AuthMethod method);

        /** The joiner failed. {@code spent}: it had its chance to test a guess. */
        void leave(boolean spent);

        /** The joiner proved itself: the window is over and its connection is handed on. */
        void joined(Connection connection);
    }

    private final class Shown implements Window, Seat {
        private final WindowRequest request;
        private final PairingCode code;
        private final Ticket ticket;
        private final Instant expires;
        private volatile ScheduledFuture<?> expiry;
        private boolean taken;

        Shown(WindowRequest request, PairingCode code, Ticket ticket, Instant expires) {
            this.request = request;
            this.code = code;
            this.ticket = ticket;
            this.expires = expires;
        }

        @Override
        public PairingCode code() {
            return code;
        }

        @Override
        public Ticket ticket() {
            return ticket;
        }

        @Override
        public Instant expires() {
            return expires;
        }

        @Override
        public String label() {
            return request.label();
        }

        @Override
        public byte[] secret(AuthMethod method) {
            return method == AuthMethod.CODE ? code.secret() : ticket.secret();
        }

        @Override
        public void leave(boolean spent) {
            if (spent) {
                end(new Problem.WrongCode("Another device tried this code and did not know it, so the code is used up. "
                        + "Somebody may have mistyped it, or is guessing. Show a new one."));
            } else {
                synchronized (Windows.this) {
                    taken = false;
                }
            }
        }

        @Override
        public void joined(Connection connection) {
            if (remove()) {
                request.joined().accept(connection);
            } else {
                connection.close();
            }
        }

        @Override
        public void close() {
            remove();
        }

        private void end(Problem problem) {
            if (remove()) {
                request.ended().accept(new FerryException(problem));
            }
        }

        /** True for the one call that ends the window. */
        private boolean remove() {
            synchronized (Windows.this) {
                if (!shown.remove(code.nameplate(), this)) {
                    return false;
                }
            }
            if (expiry != null) {
                expiry.cancel(false);
            }
            code.close();
            ticket.close();
            changed.run();
            return true;
        }
    }
}
