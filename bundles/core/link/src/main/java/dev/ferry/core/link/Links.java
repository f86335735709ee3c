package dev.ferry.core.link;

import dev.ferry.core.protocol.crypto.PairingCode;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.crypto.Ticket;
import dev.ferry.model.FerryException;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Makes authenticated connections: dials by racing routes, accepts by listening on every transport. */
public interface Links {
    /**
     * Dials. Routes race: the best starts at once, each next 250 ms later or when one fails; the first that authenticates wins, the others are closed.
     *
     * @param request whom, how, over which routes
     * @throws FerryException       no transport for any route, none reachable, wrong code, changed identity, blocked (before any packet leaves)
     * @throws InterruptedException the calling thread was interrupted
     */
    Connection dial(Dial request) throws FerryException, InterruptedException;

    /**
     * What to dial.
     *
     * @param purpose of the connection
     * @param proof   how both sides convince each other
     * @param routes  best first; each with what makes it good, for the reason on the handle
     * @param label   what this side calls itself to the other; empty keeps to itself
     * @param timeout for all together
     */
    record Dial(Purpose purpose, Proof proof, List<Route> routes, String label, Duration timeout) {
        public Dial {
            Objects.requireNonNull(purpose, "purpose");
            Objects.requireNonNull(proof, "proof");
            routes = List.copyOf(routes);
        }
    }

    /**
     * Shows a code: one joiner, one try. A second joiner is refused and does not disturb the first; a failed confirmation burns the window.
     *
     * @throws FerryException no listener is open
     */
    Window open(WindowRequest request) throws FerryException;

    /**
     * What to show.
     *
     * @param purpose PAIR, or COLLECT where this side offers, or DROP where this side receives
     * @param label   what this side calls itself to the joiner
     * @param life    how long
     * @param joined  takes the one authenticated connection, on an io thread of its own
     * @param ended   called once if the window ended without one: the problem is WrongCode (burned) or a timeout
     */
    record WindowRequest(Purpose purpose, String label, Duration life, Consumer<Connection> joined, Consumer<FerryException> ended) { }

    /** A shown code. Closing takes it back. */
    interface Window extends Registration {
        PairingCode code();

        Ticket ticket();

        Instant expires();
    }

    /**
     * What must be announced now, and what keeps it from being more.
     *
     * @param troubles what is wrong with a transport, by its id: a sentence for a person
     */
    record Presence(List<Route> routes, List<Integer> nameplates, Map<String, String> troubles) {
        public Presence {
            routes = List.copyOf(routes);
            nameplates = List.copyOf(nameplates);
            troubles = Map.copyOf(troubles);
        }

        /** Where nothing is wrong. */
        public Presence(List<Route> routes, List<Integer> nameplates) {
            this(routes, nameplates, Map.of());
        }
    }

    Presence presence();

    /**
     * For each ticket shown now the secret of the place where its holder looks for this device (PROTOCOL.md, "Rendezvous"); changes with {@link #presence}. Fresh arrays, which the
     * caller wipes.
     */
    List<byte[]> ticketMeetings();

    /** Calls back now and when routes, shown codes or troubles change: return at once. */
    Registration follow(Consumer<Presence> listener);
}
