package dev.ferry.core.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.FerryEvent;
import dev.ferry.core.identity.Lease;
import dev.ferry.core.identity.Pair;
import dev.ferry.core.protocol.crypto.Ed25519Keys;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.TrustLevel;
import dev.ferry.tck.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trust level that is given for a while. */
class LeaseTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    @TempDir
    Path state;
    private final SettableClock clock = new SettableClock(START);
    private final List<String> damaged = new ArrayList<>();
    private final List<FerryEvent> events = new ArrayList<>();
    private Pair anna;
    private FileTrustStore store;
    private TrustChanges service;

    @BeforeEach
    void pair() throws FerryException {
        byte[] key = Ed25519Keys.generate(new SecureRandom()).publicKey();
        anna = new Pair(DeviceId.ofPublicKey(key), key, "anna", TrustLevel.VERIFIED, START);
        restart();
        store.add(anna, new byte[32]);
    }

    private void restart() throws FerryException {
        store = new FileTrustStore(FileTrustStore.open(state, damaged::add), clock);
        service = new TrustChanges(store, events::add, clock);
    }

    private TrustLevel level() {
        return store.pair(anna.id()).orElseThrow().trust();
    }

    private TrustLevel listed() {
        return store.pairs().get(0).trust();
    }

    @Test
    void itEndsAtItsTimeWithoutAnybodyNoticing() throws Exception {
        assertThat(service.trust(anna.id(), TrustLevel.TRUSTED, NOON)).satisfies(timed -> {
            assertThat(timed.until()).isEqualTo(NOON);
            assertThat(timed.afterwards()).isEqualTo(TrustLevel.VERIFIED);
        });
        clock.jumpTo(NOON.minusMillis(1));
        assertThat(level()).isEqualTo(TrustLevel.TRUSTED);
        assertThat(service.timed(anna.id())).isPresent();
        // As where the machine slept over it: no timer ran, the wall clock went on.
        clock.jumpTo(NOON);
        assertThat(level()).isEqualTo(TrustLevel.VERIFIED);
        assertThat(listed()).isEqualTo(TrustLevel.VERIFIED);
        assertThat(service.timed(anna.id())).isEmpty();
    }

    @Test
    void itGoesOnAndEndsOverRestarts() throws Exception {
        service.trust(anna.id(), TrustLevel.TRUSTED, NOON);
        restart();
        assertThat(level()).isEqualTo(TrustLevel.TRUSTED);
        assertThat(service.timed(anna.id()).orElseThrow().until()).isEqualTo(NOON);
        clock.jumpTo(NOON.plus(Duration.ofDays(3)));
        restart();
        assertThat(level()).isEqualTo(TrustLevel.VERIFIED);
        assertThat(damaged).isEmpty();
    }

    @Test
    void whatComesThenIsWhatWasBeforeAndAlwaysLess() throws Exception {
        assertThat(after(TrustLevel.VERIFIED, TrustLevel.TRUSTED)).isEqualTo(TrustLevel.VERIFIED);
        assertThat(after(TrustLevel.UNVERIFIED, TrustLevel.TRUSTED)).isEqualTo(TrustLevel.UNVERIFIED);
        assertThat(after(TrustLevel.TRUSTED, TrustLevel.TRUSTED)).isEqualTo(TrustLevel.VERIFIED);
        assertThat(after(TrustLevel.UNVERIFIED, TrustLevel.VERIFIED)).isEqualTo(TrustLevel.UNVERIFIED);
        assertThat(after(TrustLevel.TRUSTED, TrustLevel.VERIFIED)).isEqualTo(TrustLevel.UNVERIFIED);
    }

    private TrustLevel after(TrustLevel before, TrustLevel given) throws FerryException {
        clock.jumpTo(START);
        service.trust(anna.id(), before);
        service.trust(anna.id(), given, NOON);
        assertThat(level()).isEqualTo(given);
        clock.jumpTo(NOON);
        return level();
    }

    @Test
    void aSecondTimeDoesNotMakeTheFirstOneLasting() throws Exception {
        service.trust(anna.id(), TrustLevel.UNVERIFIED);
        service.trust(anna.id(), TrustLevel.TRUSTED, NOON);
        service.trust(anna.id(), TrustLevel.TRUSTED, NOON.plusSeconds(60));
        service.rename(anna.id(), "Anna's phone");
        clock.jumpTo(NOON);
        assertThat(level()).isEqualTo(TrustLevel.TRUSTED);
        clock.jumpTo(NOON.plusSeconds(60));
        assertThat(level()).isEqualTo(TrustLevel.UNVERIFIED);
        // Nor does something else that is changed after its end bring it back.
        service.rename(anna.id(), "anna");
        clock.jumpTo(START);
        assertThat(level()).isEqualTo(TrustLevel.UNVERIFIED);
    }

    @Test
    void aLevelWithoutATimeTakesItsPlace() throws Exception {
        service.trust(anna.id(), TrustLevel.TRUSTED, NOON);
        service.trust(anna.id(), TrustLevel.TRUSTED);
        clock.jumpTo(NOON);
        assertThat(level()).isEqualTo(TrustLevel.TRUSTED);
        clock.jumpTo(START);
        service.trust(anna.id(), TrustLevel.TRUSTED, NOON);
        service.block(anna.id(), "lost");
        assertThat(service.timed(anna.id())).isEmpty();
        service.unblock(anna.id());
        assertThat(level()).isEqualTo(TrustLevel.UNVERIFIED);
    }

    @Test
    void aClockThatIsSetBackGivesNoMoreTime() throws Exception {
        service.trust(anna.id(), TrustLevel.TRUSTED, NOON);
        clock.jumpTo(START.minus(Duration.ofMinutes(5)));
        assertThat(level()).as("a clock that is put right").isEqualTo(TrustLevel.TRUSTED);
        clock.jumpTo(START.minus(Duration.ofMinutes(6)));
        assertThat(level()).isEqualTo(TrustLevel.VERIFIED);

        clock.jumpTo(NOON);
        store.elapse();
        clock.jumpTo(START);
        assertThat(level()).as("once over, it is over").isEqualTo(TrustLevel.VERIFIED);
        restart();
        assertThat(level()).isEqualTo(TrustLevel.VERIFIED);
    }

    @Test
    void itIsOverAlsoWhereThatCannotBeWrittenDown() throws Exception {
        FileTrustStore full = new FileTrustStore(new FileTrustStore.Opened(new DiskThatFillsUp(), TrustData.empty()), clock);
        full.add(anna, new byte[32]);
        full.trust(anna.id(), TrustLevel.TRUSTED, NOON);
        clock.jumpTo(NOON);
        assertThat(full.elapse()).containsExactly(anna.id());
        clock.jumpTo(START);
        assertThat(full.pair(anna.id())).map(Pair::trust).contains(TrustLevel.VERIFIED);
    }

    /** Takes two changes and no third. */
    private static final class DiskThatFillsUp implements FileTrustStore.Disk {
        private int left = 2;

        @Override
        public void save(TrustData data, boolean blockedChanged) throws FerryException {
            if (left-- <= 0) {
                throw new FerryException(new Problem.InsufficientStorage(1, 0, "The disk is full."));
            }
        }
    }

    @Test
    void timesThatCannotBeAreRefusedWithASentence() {
        assertThatThrownBy(() -> service.trust(anna.id(), TrustLevel.TRUSTED, START)).isInstanceOf(FerryException.class).hasMessageContaining("over already");
        assertThatThrownBy(() -> service.trust(anna.id(), TrustLevel.UNVERIFIED, NOON)).isInstanceOf(FerryException.class).hasMessageContaining("lowest trust");
        assertThatThrownBy(() -> service.trust(anna.id(), TrustLevel.TRUSTED, Instant.MAX)).isInstanceOf(FerryException.class).hasMessageContaining("3650 days");
        assertThatThrownBy(() -> service.trust(new DeviceId("01".repeat(32)), TrustLevel.TRUSTED, NOON)).isInstanceOf(FerryException.class).hasMessageContaining("not paired");
        assertThat(level()).isEqualTo(TrustLevel.VERIFIED);
        assertThat(service.timed(anna.id())).isEmpty();
    }

    /** Whoever can write the file can write more trust into it; a fault of the disk or of a program cannot. */
    @Test
    void aDamagedRecordIsLessTrustNeverMore() throws Exception {
        service.trust(anna.id(), TrustLevel.TRUSTED, NOON);
        byte[] whole = Files.readAllBytes(state.resolve("trust"));
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(TrustData.decode(changed)).as("bit %d", bit).isEmpty();
        }
        // With the digest right: no content says that a time ends in as much trust or more, has ended before it began, or is of a level that there is not.
        int leased = whole.length - 32 - 4 - 8 - 18 - 1;
        assertThat(Arrays.copyOfRange(whole, leased, leased + 3)).containsExactly(3, 0, 1);
        for (byte[] levels : new byte[][] {{3, 0, 0}, {3, 1, 0}, {3, 1, 1}, {3, 2, 1}, {3, 3, 1}, {3, 0, 3}, {4, 0, 1}}) {
            byte[] changed = whole.clone();
            System.arraycopy(levels, 0, changed, leased, 3);
            assertThat(TrustData.decode(sealed(changed))).as(Arrays.toString(levels)).isEmpty();
        }
        byte[] backwards = whole.clone();
        System.arraycopy(whole, leased + 3, backwards, leased + 11, 8);
        assertThat(TrustData.decode(sealed(backwards))).isEmpty();
        assertThat(TrustData.decode(sealed(whole.clone()))).isPresent();
    }

    private static byte[] sealed(byte[] store) throws Exception {
        int body = store.length - 32;
        System.arraycopy(MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(store, body)), 0, store, body, 32);
        return store;
    }

    @Test
    void itsEndIsToldOnceAndWithinASecond() throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        ExecutorService io = Executors.newCachedThreadPool();
        List<DeviceId> over = new CopyOnWriteArrayList<>();
        List<TrustLevel> told = new CopyOnWriteArrayList<>();
        try (LeaseWatch watch = new LeaseWatch(store, timer, io, over::add)) {
            store.follow(changed -> watch.wake());
            store.follow(changed -> told.add(level()));
            service.trust(anna.id(), TrustLevel.TRUSTED, NOON);
            assertThat(told).containsExactly(TrustLevel.TRUSTED);
            clock.jumpTo(NOON);
            long start = System.nanoTime();
            await().pollInterval(Duration.ofMillis(5)).until(() -> !over.isEmpty());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            assertThat(told).containsExactly(TrustLevel.TRUSTED, TrustLevel.VERIFIED);
            // A second one is watched too.
            service.trust(anna.id(), TrustLevel.TRUSTED, NOON.plusSeconds(1));
            clock.advance(Duration.ofSeconds(1));
            await().until(() -> over.size() == 2);
            assertThat(store.isLeasing()).isFalse();
        } finally {
            timer.shutdownNow();
            io.shutdownNow();
        }
    }

    @Test
    void aLeaseIsForSomeTime() {
        assertThatThrownBy(() -> new Lease(TrustLevel.VERIFIED, NOON, NOON)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pair(anna.id(), anna.publicKey(), "anna", TrustLevel.VERIFIED, START, Optional.of(new Lease(TrustLevel.TRUSTED, START, NOON))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("never raises");
    }
}
