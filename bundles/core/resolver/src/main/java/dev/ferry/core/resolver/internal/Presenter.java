package dev.ferry.core.resolver.internal;

import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.Throwaways;
import dev.ferry.core.link.Links.Presence;
import dev.ferry.core.resolver.internal.advert.AdvertDraft;
import dev.ferry.core.resolver.internal.advert.Recognition;
import dev.ferry.core.resolver.internal.advert.SignedAdvert;
import dev.ferry.core.resolver.internal.advert.SignedAdvert.Shown;
import dev.ferry.model.Capabilities;
import dev.ferry.spi.discovery.Advertisement;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Composes what this device announces. {@link #compose} is called by one thread at a time, {@link #isOwn} by any. */
final class Presenter {
    /** What this version can do for a device that it has never met. */
    static final Capabilities CAPABILITIES = new Capabilities(Set.of("copy", "resume"));
    /** Signed times are up to this much early, by one amount for each epoch, so that a clock that is a little wrong does not give a device away. */
    private static final Duration BLUR = Duration.ofSeconds(60);
    /** Adverts of earlier epochs may still be on their way back. */
    private static final int EPOCHS_REMEMBERED = 4;

    /**
     * Who presents itself.
     *
     * @param mayRecognise whether a pair may know this device by its advert
     */
    record Self(DeviceIdentity identity, Throwaways throwaways, Recognition recognition, Predicate<Pair> mayRecognise, SecureRandom random, InstantSource clock) { }

    /** Everything an advertisement follows from: as long as it stays the same, so does the record. */
    private record Said(String key, List<Pair> pairs, Presence presence, boolean visible) {
        boolean nothing() {
            return presence.routes().isEmpty() || !visible && presence.nameplates().isEmpty() && pairs.isEmpty();
        }
    }

    private final Self self;
    private final Deque<String> ownKeys = new ArrayDeque<>();
    private Duration blur = Duration.ZERO;
    private Instant last = Instant.EPOCH;
    private Optional<Said> said = Optional.empty();
    private Optional<Advertisement> advertisement = Optional.empty();

    Presenter(Self self) {
        this.self = self;
    }

    /** @return empty when there is nothing to say: nobody to be recognised by, no code shown, not visible, or not reachable */
    Optional<Advertisement> compose(Presence presence, boolean visible) {
        if (self.clock().instant().isBefore(last.minus(BLUR))) {
            // The clock was set back: what this epoch signed is in the future now, and receivers refuse whatever is older.
            self.throwaways().rotate();
        }
        Throwaways.Epoch epoch = self.throwaways().epoch();
        String key = SignedAdvert.key(epoch.publicKey());
        if (!isOwn(key)) {
            enter(key);
        }
        // Asked before the tags are made: pairs that come in between are news at the next call.
        Said now = new Said(key, self.recognition().pairs().stream().filter(self.mayRecognise()).toList(), presence, visible);
        if (said.filter(now::equals).isEmpty()) {
            said = Optional.of(now);
            advertisement = now.nothing() ? Optional.empty() : Optional.of(new Advertisement(epoch.instance(), record(epoch, now), presence.routes()));
        }
        return advertisement;
    }

    private void enter(String key) {
        synchronized (ownKeys) {
            ownKeys.addLast(key);
            if (ownKeys.size() > EPOCHS_REMEMBERED) {
                ownKeys.removeFirst();
            }
        }
        blur = Duration.ofMillis(self.random().nextLong(BLUR.toMillis()));
        last = Instant.EPOCH;
    }

    private byte[] record(Throwaways.Epoch epoch, Said now) {
        Instant issued = self.clock().instant().minus(blur);
        // Receivers refuse an earlier record of a key that they know.
        last = issued.isAfter(last) ? issued : last.plusMillis(1);
        Optional<Shown> shown = now.visible() ? Optional.of(new Shown(self.identity().name(), self.identity().kind(), CAPABILITIES)) : Optional.empty();
        return new AdvertDraft(last, now.presence().nameplates(), now.presence().routes(), shown)
                .sign(epoch, (number, salt, publicKey) -> self.recognition().tags(self.mayRecognise(), number, salt, publicKey), self.random());
    }

    /** Whether an advert of this key was made here. */
    boolean isOwn(String key) {
        synchronized (ownKeys) {
            return ownKeys.contains(key);
        }
    }
}
