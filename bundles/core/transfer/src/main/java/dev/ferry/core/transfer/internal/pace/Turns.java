package dev.ferry.core.transfer.internal.pace;

import dev.ferry.api.Pace;
import dev.ferry.api.ShareOptions.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The transfers of one direction, and whose turn it is: start-time fair queueing. Each lane counts what it moved by its share of the whole, and whoever is further ahead
 * of the last one than a little waits, for as long as that one has something to move and would move it. So a share is never wasted, everybody moves, and a new
 * lane, which begins where the last one is, is felt at once. Who is alone, or among equals without a limit, passes without a lock. Safe for use by several threads.
 */
public final class Turns {
    private static final double SECOND = 1e9;
    /** What is left to all others while a critical transfer moves. */
    private static final double RESERVED = 0.05;
    /** Longest wait before one asks again, so that every change is felt within it. */
    private static final long LONGEST_WAIT = 100_000_000L;
    private static final long SHORTEST_WAIT = 1_000_000L;
    /** How far ahead one may be, in bytes of all lanes together: a few frames, or with a limit what it brings in this time. Less costs pauses at full speed. */
    private static final double SLACK_BYTES = 2 << 20;
    private static final double SLACK_SECONDS = 0.1;
    /** How far back one may be that had nothing to move, in slacks: longer than the others' last pieces, which are no reason to lose one's turn. */
    private static final int MADE_GOOD = 4;
    /** A lane that is on the same link may be in a slow write all this while. */
    private static final long SAME_LINK_PATIENCE = 3_000_000_000L;
    /** Pieces of a limited flow bring what it brings in a fraction of this of a second. */
    private static final int PIECES_PER_SECOND = 40;
    private static final long LEAST_PIECE = 1024;

    /** How a direction is driven. */
    public enum Driven {
        /** Each lane asks before each piece; priorities count without a limit too. */
        BY_PIECES(0.1, 10_000_000L),
        /** Each lane asks at a tick of a tenth of a second; without a limit there is nothing to divide. */
        BY_TICKS(0.2, 150_000_000L);

        private final double burstSeconds;
        private final long patience;

        Driven(double burstSeconds, long patience) {
            this.burstSeconds = burstSeconds;
            this.patience = patience;
        }
    }

    private final Driven driven;
    private final LongSupplier nanos;
    private final Bucket all;
    private final List<Lane> lanes = new ArrayList<>();
    private Weights weights = Weights.DEFAULT;
    private long allRate = Bucket.UNLIMITED;
    private long eachRate = Bucket.UNLIMITED;
    /** Where the one who passed last began. */
    private double passed;
    private boolean ordered;

    public Turns(Driven driven, LongSupplier nanos) {
        this.driven = driven;
        this.nanos = nanos;
        this.all = new Bucket(driven.burstSeconds);
    }

    /** @param link what else goes over the same is slowed down by the same */
    public synchronized Lane join(Object link, Pace pace) {
        Lane lane = new Lane(this, link, new Bucket(driven.burstSeconds), pace);
        long now = nanos.getAsLong();
        lane.ahead = Math.max(passed, least(lane, now, passed));
        lanes.add(lane);
        advance(lane, now);
        arrange(now);
        hurry(link);
        return lane;
    }

    synchronized void leave(Lane lane) {
        lanes.remove(lane);
        arrange(nanos.getAsLong());
        hurry(lane.link);
    }

    synchronized void change(Lane lane, Pace pace) {
        boolean promoted = pace.priority() == Priority.CRITICAL && lane.pace.priority() != Priority.CRITICAL;
        lane.pace = pace;
        long now = nanos.getAsLong();
        if (promoted) {
            advance(lane, now);
        }
        arrange(now);
        hurry(lane.link);
    }

    /** Packets cannot bear one mark each where they share a stream of bytes: what is most urgent takes the others along. */
    private void hurry(Object link) {
        if (driven == Driven.BY_PIECES && link instanceof Hurrying hurrying) {
            hurrying.hurry(lanes.stream().filter(lane -> lane.link == link).map(lane -> lane.pace.priority()).max(Comparator.naturalOrder()).orElse(Priority.NORMAL));
        }
    }

    /** A critical one begins behind all others, so that the next turn is its. */
    private void advance(Lane lane, long now) {
        if (lane.pace.priority() == Priority.CRITICAL) {
            lane.ahead = Math.min(lane.ahead, least(lane, now, lane.ahead) - slack());
        }
    }

    synchronized void limits(OptionalLong together, OptionalLong each, Weights heavier) {
        allRate = together.orElse(Bucket.UNLIMITED);
        eachRate = each.orElse(Bucket.UNLIMITED);
        weights = heavier;
        arrange(nanos.getAsLong());
    }

    private void arrange(long now) {
        all.rate(allRate, now);
        long critical = lanes.stream().filter(lane -> lane.pace.priority() == Priority.CRITICAL).count();
        double weightOfOthers = lanes.stream().filter(lane -> lane.pace.priority() != Priority.CRITICAL).mapToInt(lane -> weights.of(lane.pace.priority())).sum();
        boolean equals = lanes.stream().map(lane -> lane.pace.priority()).distinct().count() < 2;
        ordered = allRate != Bucket.UNLIMITED || driven == Driven.BY_PIECES && !equals;
        for (Lane lane : lanes) {
            boolean first = lane.pace.priority() == Priority.CRITICAL;
            double ofOthers = critical == 0 ? 1 : RESERVED;
            lane.share = first ? (weightOfOthers == 0 ? 1 : 1 - RESERVED) / critical : weights.of(lane.pace.priority()) / weightOfOthers * ofOthers;
            long own = Math.min(eachRate, lane.pace.bytesPerSecond().orElse(Bucket.UNLIMITED));
            lane.own.rate(own, now);
            lane.rate = Math.min(own, allRate);
            lane.most = lane.rate == Bucket.UNLIMITED ? Integer.MAX_VALUE : (int) Math.max(LEAST_PIECE, Math.min(Integer.MAX_VALUE, lane.rate / PIECES_PER_SECOND));
            lane.free = !ordered && own == Bucket.UNLIMITED;
        }
        arrangeLinks();
    }

    /** Where a link's other end is what is slow, bytes leave it as they lie before it: there too in proportion to the shares. */
    private void arrangeLinks() {
        for (Lane lane : lanes) {
            double largest = lanes.stream().filter(other -> ordered && other.link == lane.link && !other.idle).mapToDouble(other -> other.share).max().orElse(lane.share);
            lane.part = Math.min(1, lane.share / largest);
        }
    }

    synchronized long take(Lane lane, long bytes) {
        long now = nanos.getAsLong();
        long wait = lane.own.delay(now);
        if (wait > 0) {
            // By its own limit: nobody waits for it meanwhile.
            starve(lane);
            return shorter(wait);
        }
        if (!ordered) {
            lane.own.take(bytes);
            return 0;
        }
        catchUp(lane, now);
        if (lane.idle) {
            lane.idle = false;
            arrangeLinks();
        }
        double lead = lead(lane, now);
        long delay = all.delay(now);
        lane.due = delay > 0;
        wait = lead > 0 ? turn(lead) : delay;
        if (wait > 0) {
            wait = shorter(wait);
            lane.expectedUntil = now + wait + driven.patience;
            return wait;
        }
        passed = Math.max(passed, Math.min(lane.ahead, least(lane, now, lane.ahead)));
        lane.own.take(bytes);
        all.take(bytes);
        lane.ahead += bytes / lane.share;
        lane.passedAt = now;
        lane.expectedUntil = now + driven.patience;
        return 0;
    }

    /** While nobody waited for it others took their share of what it did not take, and of that little is made good. */
    private void catchUp(Lane lane, long now) {
        boolean waitedForThere = lane.passedAt + SAME_LINK_PATIENCE > now;
        if (lane.rested || lane.expectedUntil <= now) {
            double least = Double.MAX_VALUE;
            for (Lane other : lanes) {
                if (isExpected(other, lane, now) && (lane.rested || !waitedForThere || other.link != lane.link)) {
                    least = Math.min(least, other.ahead);
                }
            }
            lane.ahead = least == Double.MAX_VALUE ? lane.ahead : Math.max(lane.ahead, least - slack() * MADE_GOOD);
        }
        lane.rested = false;
    }

    /** Where the last of the others is that would pass now or soon. */
    private double least(Lane asking, long now, double otherwise) {
        double least = Double.MAX_VALUE;
        for (Lane other : lanes) {
            if (isExpected(other, asking, now)) {
                least = Math.min(least, other.ahead);
            }
        }
        return least == Double.MAX_VALUE ? otherwise : least;
    }

    /** By how much it is too far ahead of another; nothing of what the limit brings is for it while one behind it waits for that. */
    private double lead(Lane asking, long now) {
        double lead = 0;
        for (Lane other : lanes) {
            if (isExpected(other, asking, now)) {
                lead = Math.max(lead, asking.ahead - other.ahead - (other.due ? 0 : slack()));
            }
        }
        return lead;
    }

    private static boolean isExpected(Lane other, Lane asking, long now) {
        return other != asking && !other.rested && (other.expectedUntil > now || other.link == asking.link && other.passedAt + SAME_LINK_PATIENCE > now);
    }

    private double slack() {
        return allRate == Bucket.UNLIMITED ? SLACK_BYTES : Math.min(SLACK_BYTES, allRate * SLACK_SECONDS);
    }

    private long turn(double lead) {
        return allRate == Bucket.UNLIMITED ? SHORTEST_WAIT : (long) (lead / allRate * SECOND);
    }

    private static long shorter(long wait) {
        return Math.max(SHORTEST_WAIT, Math.min(LONGEST_WAIT, wait));
    }

    /** It may not move for now. */
    synchronized void starve(Lane lane) {
        lane.rested = true;
        lane.due = false;
    }

    /** It has nothing to move for now. */
    synchronized void rest(Lane lane) {
        starve(lane);
        if (!lane.idle && driven == Driven.BY_PIECES) {
            lane.idle = true;
            arrangeLinks();
        }
    }
}
