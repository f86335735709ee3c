package dev.ferry.discovery.dht.internal;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;

/** What a person is told of this device's place in the DHT: whom it knows, who answers, and whether what it announces is there. Any thread. */
final class Standing {
    static final String OFF = "It is off, because the configuration does not say \"enabled\": true, so it knows 0 nodes and sends nothing.";
    static final String IDLE = "It asks nobody now: there is no pair and no ticket to be found by or to look for.";

    /** When something happened that concerned so many nodes. */
    private record Event(Instant at, int nodes) { }

    private final InstantSource clock;
    private final int bootstrap;
    private Event answered = new Event(Instant.EPOCH, 0);
    private Event stored = new Event(Instant.EPOCH, 0);
    private boolean asked;
    private boolean put;

    /** @param bootstrap how many nodes the configuration names */
    Standing(InstantSource clock, int bootstrap) {
        this.clock = clock;
        this.bootstrap = bootstrap;
    }

    /** So many nodes answered a lookup. */
    synchronized void answered(int nodes) {
        asked = true;
        answered = new Event(clock.instant(), nodes);
    }

    /** What is announced was put at so many nodes. */
    synchronized void stored(int nodes) {
        put = true;
        stored = nodes > 0 || stored.nodes() == 0 ? new Event(clock.instant(), nodes) : stored;
    }

    /** Why no node answers, as far as it can be seen from here. */
    synchronized String why(OptionalInt doors) {
        if (bootstrap == 0) {
            return "The configuration names no bootstrap node; add one.";
        }
        if (doors.isPresent() && doors.getAsInt() == 0) {
            return "None of the " + bootstrap + " bootstrap nodes in the configuration has a name that can be looked up now: look at the network and at DNS.";
        }
        return "UDP may not leave this network, or the bootstrap nodes in the configuration are gone; it is tried again.";
    }

    /**
     * @param known nodes that answered at some time
     * @param doors addresses of bootstrap nodes, as far as they were needed
     */
    synchronized String sentence(int known, OptionalInt doors) {
        String nodes = "It knows " + known + (known == 1 ? " node" : " nodes") + (asked ? ", of which " + answered.nodes() + " answered at " + time(answered) + "." : "; none was asked yet.");
        String reason = asked && answered.nodes() == 0 ? " " + why(doors) : "";
        String announced = !put ? " Nothing was put yet." : stored.nodes() > 0 ? " The last put was at " + time(stored) + ", at " + stored.nodes() + " nodes."
                : " The last put, at " + time(stored) + ", was taken by no node.";
        return nodes + reason + announced;
    }

    private static String time(Event event) {
        return event.at().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
