package dev.ferry.core.transfer.internal.share;

import dev.ferry.api.Pace;
import dev.ferry.core.transfer.internal.pace.Lane;
import dev.ferry.core.transfer.internal.pace.Turns;
import java.util.Optional;

/** The pace that is wished for a share, for the lane that it has now and those to come. Safe for use by several threads. */
final class Paced {
    private final Turns turns;
    private Pace pace = Pace.DEFAULT;
    private Optional<Lane> lane = Optional.empty();

    Paced(Turns turns) {
        this.turns = turns;
    }

    synchronized Pace get() {
        return pace;
    }

    /** A lane that is closed already takes no notice. False: it is so already. */
    synchronized boolean set(Pace next) {
        if (next.equals(pace)) {
            return false;
        }
        pace = next;
        lane.ifPresent(now -> now.change(next));
        return true;
    }

    synchronized Lane join(Object link) {
        Lane joined = turns.join(link, pace);
        lane = Optional.of(joined);
        return joined;
    }
}
