package dev.ferry.core.resolver.internal;

import dev.ferry.api.FerryEvent;
import dev.ferry.core.identity.Pair;
import dev.ferry.model.DeviceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Pairs whose adverts were refused for their time, and what is to be said of it. Any thread. */
final class ForeignClocks {
    private final Map<DeviceId, String> sentences = new ConcurrentHashMap<>();

    /** @return what to tell of it: once for each pair, because a clock rarely becomes right by itself */
    Optional<FerryEvent> differs(Pair pair, Instant issued, Instant now) {
        String sentence = "An advert of your paired device " + pair.name() + " says " + issued.truncatedTo(ChronoUnit.SECONDS) + ", and here it is " + now.truncatedTo(ChronoUnit.SECONDS)
                + ". Until both clocks agree, " + pair.name() + " is found only where it was last reached. Set the clocks; if both are right, somebody repeats an old advert.";
        return sentences.putIfAbsent(pair.id(), sentence) == null ? Optional.of(new FerryEvent.Notice(now, "clock", sentence)) : Optional.empty();
    }

    /** What is wrong with a pair's clock. */
    Optional<String> of(DeviceId pair) {
        return Optional.ofNullable(sentences.get(pair));
    }

    void forget(DeviceId pair) {
        sentences.remove(pair);
    }
}
