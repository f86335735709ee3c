package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareResult;
import dev.ferry.model.Problem;
import dev.ferry.model.RecoveryAction;
import dev.ferry.model.TrustLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/** What comes wrong comes again, to a pair in smaller chunks and not for ever; a drop has one try. */
class FlippedBitsTest extends TwoDevices {
    private static final int MIB = 1 << 20;

    private void pair() {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
    }

    private Path random(String name, int bytes) throws Exception {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(Files.createDirectories(dir.resolve("from")).resolve(name), content);
    }

    /** How many bits have turned round. */
    private AtomicInteger flip(LongPredicate frames) {
        AtomicInteger flips = new AtomicInteger();
        net.onEnd = end -> end.channel().tap(new FlippingChannel(frames, flips));
        return flips;
    }

    private List<RecoveryAction> steps(ShareHandle received) {
        return events(bob, FerryEvent.ShareChanged.class).stream().map(FerryEvent.ShareChanged::share).filter(share -> share.id().equals(received.id()))
                .flatMap(share -> share.recovery().stream()).distinct().toList();
    }

    @Test
    void aBlockThatCameWrongOnceComesAgain() throws Exception {
        pair();
        Path big = random("big", 9 * MIB + 5);
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger flips = flip(offset -> seen.incrementAndGet() % 13 == 3);
        ShareHandle sent = alice.share(paired(bob), big);
        ShareResult result = result(sent);
        assertThat(result.problem()).isEmpty();
        assertThat(flips.get()).isPositive();
        assertThat(bobsInbox().resolve("alice/big")).hasSameBinaryContentAs(big);
        assertThat(steps(incoming(bob))).contains(new RecoveryAction.RetryWithSmallerChunks(1, 3, MIB / 2));
    }

    @Test
    void whatStaysWrongIsNamedAndTheOtherFilesCome() throws Exception {
        pair();
        Path big = random("big", 3 * MIB);
        Path small = random("small", 1000);
        flip(offset -> offset >= MIB + 3 * 65_536 && offset < MIB + 4 * 65_536 || offset == MIB);
        ShareHandle sent = alice.share(paired(bob), big, small);
        ShareResult result = result(sent);
        assertThat(result.files()).isEqualTo(1);
        assertThat(result.skipped()).singleElement().satisfies(left -> {
            assertThat(left.path()).isEqualTo("big");
            assertThat(left.reason()).startsWith("What arrived of its bytes 1,");
        });
        assertThat(result(incoming(bob)).skipped()).isEqualTo(result.skipped());
        assertThat(steps(incoming(bob))).contains(new RecoveryAction.RetryWithSmallerChunks(1, 3, MIB / 8), new RecoveryAction.RetryWithSmallerChunks(2, 3, MIB / 16),
                new RecoveryAction.RetryWithSmallerChunks(3, 3, MIB / 16), new RecoveryAction.Fail());
        assertThat(tree(bobsInbox())).containsOnlyKeys("alice", "alice/small");
    }

    @Test
    void aLoneFileThatStaysWrongIsAnIntegrityErrorOfItsRange() throws Exception {
        pair();
        flip(offset -> true);
        Problem problem = result(alice.share(paired(bob), random("small", 1000))).problem().orElseThrow();
        assertThat(problem).isInstanceOfSatisfying(Problem.IntegrityError.class, error -> {
            assertThat(error.file()).isEqualTo("small");
            assertThat(error.offset()).isZero();
            assertThat(error.length()).isEqualTo(1000);
        });
    }

    @Test
    void aPieceOfAComparedFileComesAgainToo() throws Exception {
        pair();
        Path big = random("big", 8 * MIB);
        byte[] old = Files.readAllBytes(big);
        for (int i = 0; i < 20; i++) {
            old[i * 400_000] ^= 1;
        }
        Files.write(Files.createDirectories(bobsInbox().resolve("alice")).resolve("big"), old);
        var flipped = ConcurrentHashMap.<Long>newKeySet();
        AtomicInteger flips = flip(offset -> flipped.size() < 3 && flipped.add(offset));
        assertThat(result(alice.share(paired(bob), big)).problem()).isEmpty();
        assertThat(flips.get()).isEqualTo(3);
        assertThat(bobsInbox().resolve("alice/big (2)")).hasSameBinaryContentAs(big);
        assertThat(steps(incoming(bob))).anyMatch(RecoveryAction.RetryWithSmallerChunks.class::isInstance);
    }

    @Test
    void aComparedFileThatStaysWrongIsGivenUp() throws Exception {
        pair();
        Path big = random("big", 8 * MIB);
        byte[] old = Files.readAllBytes(big);
        old[4_000_000] ^= 1;
        Files.write(Files.createDirectories(bobsInbox().resolve("alice")).resolve("big"), old);
        flip(offset -> true);
        assertThat(result(alice.share(paired(bob), big)).problem()).get().isInstanceOfSatisfying(Problem.IntegrityError.class,
                error -> assertThat(error.offset()).isLessThanOrEqualTo(4_000_000).isGreaterThan(3_900_000));
        assertThat(bobsInbox().resolve("alice/big")).hasBinaryContent(old);
    }

    @Test
    void ofADropNothingComesAgain() throws Exception {
        Path big = random("big", 3 * MIB);
        Path small = random("small", 1000);
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger flips = flip(offset -> offset == 0 && seen.getAndIncrement() == 0);
        ShareHandle sent = alice.share(seen(bob), big, small);
        ShareHandle received = accept(bob, offerAt(bob));
        assertThat(result(received).files()).isEqualTo(1);
        assertThat(result(received).skipped()).extracting(ShareResult.Skipped::path).containsExactly("big");
        assertThat(result(sent).skipped()).extracting(ShareResult.Skipped::path).containsExactly("big");
        assertThat(flips.get()).isEqualTo(1);
        assertThat(steps(received)).containsExactly(new RecoveryAction.Fail());
    }
}
