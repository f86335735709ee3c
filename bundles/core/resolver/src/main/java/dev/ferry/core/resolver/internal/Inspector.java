package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.internal.advert.Recognition;
import dev.ferry.core.resolver.internal.advert.SignedAdvert;
import dev.ferry.model.DeviceId;
import dev.ferry.model.PeerText;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Decides what of a plugin's report is believed. Used by one thread at a time; counts are read by any. */
final class Inspector {
    /** An advert is signed anew at least every 17 minutes; two hours forgive a wrong clock and a slow directory. */
    private static final Duration OLDEST = Duration.ofHours(2);
    private static final Duration NEWEST = Duration.ofMinutes(5);
    static final int MOST_KEYS = 1024;
    private static final int MOST_ROUTES = 16;
    private static final int MOST_DETAILS = 16;
    private static final int LONGEST_DETAIL = 128;

    /** Why a sighting was dropped. */
    enum Refusal { MALFORMED, FORGED, TOO_OLD, FROM_THE_FUTURE, OWN, REPLAYED, NO_COVERED_ROUTE }

    private record Latest(Instant issued, byte[] record) { }

    private final InstantSource clock;
    private final Predicate<String> own;
    private final Predicate<Route> here;
    private final Recognition recognition;
    private final BiConsumer<DeviceId, Instant> untimely;
    private final Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
    /** Apart, so that no flood of strangers makes this device forget what it has heard from a pair. */
    private final Map<String, Latest> latestOfPairs = remembering();
    private final Map<String, Latest> latestOfStrangers = remembering();

    /**
     * @param own  whether an advert's key is this device's
     * @param here whether a route leads to this device
     * @param untimely told that a pair's advert is refused for its time, and which; returns at once
     */
    Inspector(InstantSource clock, Predicate<String> own, Predicate<Route> here, Recognition recognition, BiConsumer<DeviceId, Instant> untimely) {
        this.untimely = untimely;
        this.clock = clock;
        this.own = own;
        this.here = here;
        this.recognition = recognition;
    }

    private static Map<String, Latest> remembering() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Latest> eldest) {
                return size() > MOST_KEYS;
            }
        };
    }

    Optional<Seen> inspect(String plugin, Sighting sighting) {
        if (sighting.record().isEmpty()) {
            return address(plugin, sighting);
        }
        Optional<SignedAdvert> parsed = SignedAdvert.parse(sighting.record().get());
        if (parsed.isEmpty()) {
            return refuse(Refusal.MALFORMED);
        }
        SignedAdvert advert = parsed.get();
        Optional<Refusal> refusal = refusal(advert);
        if (refusal.isPresent()) {
            return refuse(refusal.get());
        }
        List<Route> covered = sighting.routes().stream().filter(advert::covers).toList();
        // A method that reports presence alone (a beacon) has no routes to begin with.
        return covered.isEmpty() && !sighting.routes().isEmpty() ? refuse(Refusal.NO_COVERED_ROUTE) : Optional.of(seen(plugin, sighting, parsed, covered));
    }

    private Optional<Seen> address(String plugin, Sighting sighting) {
        // One list of hosts may be given to a whole fleet: each finds itself in it.
        List<Route> elsewhere = sighting.routes().stream().filter(here.negate()).toList();
        return sighting.routes().isEmpty() ? refuse(Refusal.MALFORMED) : elsewhere.isEmpty() ? refuse(Refusal.OWN)
                : Optional.of(seen(plugin, sighting, Optional.empty(), elsewhere));
    }

    /** Cheap questions first: a flood must not buy signature checks with nonsense. */
    private Optional<Refusal> refusal(SignedAdvert advert) {
        if (own.test(advert.key())) {
            return Optional.of(Refusal.OWN);
        }
        Optional<Refusal> stale = stale(advert);
        if (stale.isPresent()) {
            // A pair with a wrong clock would otherwise be missing without a word.
            recognition.recognise(advert).filter(pair -> advert.isGenuine()).ifPresent(pair -> untimely.accept(pair, advert.issued()));
            return stale;
        }
        Latest known = Optional.ofNullable(latestOfPairs.get(advert.key())).orElseGet(() -> latestOfStrangers.get(advert.key()));
        if (known != null && Arrays.equals(known.record(), advert.record())) {
            return Optional.empty();
        }
        if (known != null && !advert.issued().isAfter(known.issued())) {
            return Optional.of(Refusal.REPLAYED);
        }
        if (!advert.isGenuine()) {
            return Optional.of(Refusal.FORGED);
        }
        (recognition.recognise(advert).isPresent() ? latestOfPairs : latestOfStrangers).put(advert.key(), new Latest(advert.issued(), advert.record()));
        return Optional.empty();
    }

    private Optional<Refusal> stale(SignedAdvert advert) {
        Instant now = clock.instant();
        return advert.issued().isBefore(now.minus(OLDEST)) ? Optional.of(Refusal.TOO_OLD)
                : advert.issued().isAfter(now.plus(NEWEST)) ? Optional.of(Refusal.FROM_THE_FUTURE) : Optional.empty();
    }

    private Seen seen(String plugin, Sighting sighting, Optional<SignedAdvert> advert, List<Route> routes) {
        Map<String, String> details = new HashMap<>();
        sighting.details().entrySet().stream().sorted(Map.Entry.comparingByKey()).limit(MOST_DETAILS)
                .forEach(e -> details.put(PeerText.escape(e.getKey(), LONGEST_DETAIL), PeerText.escape(e.getValue(), LONGEST_DETAIL)));
        return new Seen(plugin, advert, advert.flatMap(recognition::recognise), routes.stream().distinct().limit(MOST_ROUTES).toList(), details, clock.instant());
    }

    private Optional<Seen> refuse(Refusal refusal) {
        synchronized (refusals) {
            refusals.merge(refusal, 1L, Long::sum);
        }
        return Optional.empty();
    }

    /** How many sightings were dropped, by reason. */
    Map<Refusal, Long> refusals() {
        synchronized (refusals) {
            return Map.copyOf(refusals);
        }
    }
}
