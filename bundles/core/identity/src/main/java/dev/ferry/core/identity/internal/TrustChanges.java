package dev.ferry.core.identity.internal;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.TimedTrust;
import dev.ferry.api.TrustService;
import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.runtime.EventPublisher;
import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import dev.ferry.model.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link TrustService} over the trust store. Whoever lives off a relationship follows the store and so learns of each change. */
class TrustChanges implements TrustService {
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final int MAX_NAME = 64;
    private static final int MAX_REASON = 200;

    private final TrustStore store;
    private final EventPublisher events;
    private final InstantSource clock;

    TrustChanges(TrustStore store, EventPublisher events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<DeviceRelationship> known() {
        Stream<DeviceRelationship> paired = store.pairs().stream().filter(p -> store.blocked(p.id()).isEmpty()).map(TrustChanges::paired);
        return Stream.concat(paired, store.blocked().stream()).toList();
    }

    private static DeviceRelationship paired(Pair pair) {
        return new DeviceRelationship.Paired(pair.id(), pair.name(), pair.trust(), new ConnectionStatus.Offline(Optional.empty(), Optional.empty()), Capabilities.NONE);
    }

    @Override
    public void trust(DeviceId device, TrustLevel level) throws FerryException {
        require(device, store.trust(device, level));
        tell(device, "trust " + level.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public TimedTrust trust(DeviceId device, TrustLevel level, Instant until) throws FerryException {
        Instant now = clock.instant();
        if (level == TrustLevel.UNVERIFIED) {
            throw new FerryException(new Problem.BadRequest("Unverified is the lowest trust, so there is nothing to which it could fall when a time is over. Set it without a time."));
        }
        if (!until.isAfter(now)) {
            throw new FerryException(new Problem.BadRequest("The time " + until + " is over already. Name one that is still to come, or for how long."));
        }
        if (until.isAfter(now.plus(LONGEST))) {
            throw new FerryException(new Problem.BadRequest("Trust for a while lasts at most " + LONGEST.toDays() + " days. Name an earlier time, or set the level without one."));
        }
        require(device, store.trust(device, level, until));
        tell(device, "trust " + level.name().toLowerCase(Locale.ROOT) + " until " + until);
        return timed(device).orElseThrow(() -> new FerryException(new Problem.BadRequest("The time " + until + " is over by now. Name one that is still to come.")));
    }

    @Override
    public Optional<TimedTrust> timed(DeviceId device) {
        return store.pair(device).filter(pair -> store.blocked(device).isEmpty())
                .flatMap(pair -> pair.lease().map(lease -> new TimedTrust(pair.trust(), lease.afterwards(), lease.until())));
    }

    @Override
    public void rename(DeviceId device, String name) throws FerryException {
        if (name.isBlank()) {
            throw new FerryException(new Problem.BadRequest("A device needs a name of 1 to 64 characters."));
        }
        require(device, store.rename(device, PeerText.escape(name.strip(), MAX_NAME)));
        tell(device, "renamed");
    }

    @Override
    public void block(DeviceId device, String reason) throws FerryException {
        store.block(device, PeerText.escape(reason.isBlank() ? "blocked by the owner" : reason.strip(), MAX_REASON));
        tell(device, "blocked");
    }

    @Override
    public void unblock(DeviceId device) throws FerryException {
        if (!store.unblock(device)) {
            throw new FerryException(new Problem.NotFound(device.display(), "The device " + device.display() + " is not blocked. ferry devices lists the ones that are."));
        }
        tell(device, "unblocked");
    }

    @Override
    public void unpair(DeviceId device) throws FerryException {
        require(device, store.remove(device));
        tell(device, "unpaired");
    }

    private static void require(DeviceId device, boolean known) throws FerryException {
        if (!known) {
            throw new FerryException(new Problem.NotFound(device.display(),
                    "This device is not paired with " + device.display() + ". ferry devices lists the paired ones."));
        }
    }

    private void tell(DeviceId device, String change) {
        events.publish(new FerryEvent.TrustChanged(clock.instant(), device, change));
    }
}
