package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareResult;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transfer goes on when one of the devices was stopped and started again, and a file that is like one that is there costs what is different. */
class RestartTest extends TwoDevices {
    private static final int BIG = 24 << 20;
    private static final long BLOCK = 1 << 20;

    @BeforeEach
    void pair() {
        pairBoth(TrustLevel.TRUSTED);
    }

    private void pairBoth(TrustLevel level) {
        alice.pair(bob, level);
        bob.pair(alice, level);
    }

    private void restartBob() {
        bob.close();
        bob = new Device(net, "bob", bobsInbox(), bob.store);
        bob.pair(alice, TrustLevel.TRUSTED);
    }

    private Path random(String name, int bytes, long seed) throws IOException {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        Path file = dir.resolve("from").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private Path there(String name) {
        return bobsInbox().resolve("alice").resolve(name);
    }

    private void assertNothingUnfinished() throws IOException {
        try (Stream<Path> all = Files.walk(bobsInbox())) {
            assertThat(all).noneMatch(path -> path.getFileName().toString().endsWith(".part"));
        }
        await().untilAsserted(() -> assertThat(bob.store.table("receptions")).isEmpty());
    }

    /** What Bob gets over connections from now on. */
    private AtomicLong received() {
        AtomicLong bytes = new AtomicLong();
        net.onEnd = end -> {
            if (end.peer().equals(Optional.of(alice.id))) {
                end.channel().tap(read -> bytes.addAndGet(read.remaining()));
            }
        };
        return bytes;
    }

    private ShareHandle begun(Path file) throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 12_000_000));
        ShareHandle sent = alice.share(paired(bob), file);
        await().until(() -> incoming(bob).view().progress().bytes() > 8_000_000);
        return sent;
    }

    @Test
    void aReceiverThatWasStoppedGoesOnWhereItWas() throws Exception {
        Path big = random("big", BIG, 1);
        ShareHandle sent = begun(big);
        net.down = true;
        restartBob();
        AtomicLong again = received();
        net.down = false;
        ShareResult result = result(sent);
        assertThat(result.problem()).isEmpty();
        assertThat(there("big")).hasSameBinaryContentAs(big);
        assertThat(again.get()).isLessThan(BIG - 8_000_000 + 4 * BLOCK);
        assertThat(result.resent()).isLessThanOrEqualTo(4 * BLOCK);
        assertNothingUnfinished();
    }

    @Test
    void aReceiverThatWasStartedAnewHearsAgainWhatCannotBeSent() throws Exception {
        bob.policy.change(terms -> DropTest.slow(terms, 12_000_000));
        Path first = random("first", BIG, 11);
        Path changed = random("changed", 1000, 12);
        Path last = random("last", BIG, 13);
        ShareHandle sent = alice.share(paired(bob), first, changed, last);
        await().until(() -> incoming(bob).view().progress().bytes() > 0);
        Files.write(changed, new byte[5]);
        await().until(() -> incoming(bob).view().progress().bytes() > BIG + 2 * BLOCK);
        net.down = true;
        restartBob();
        net.down = false;
        ShareResult result = result(sent);
        assertThat(result.problem()).isEmpty();
        assertThat(result.skipped()).extracting(ShareResult.Skipped::path).containsExactly("changed");
        assertThat(there("last")).hasSameBinaryContentAs(last);
        assertThat(there("changed")).doesNotExist();
        assertNothingUnfinished();
    }

    @Test
    void aPersonsYesOutlivesTheProcess() throws Exception {
        pairBoth(TrustLevel.VERIFIED);
        bob.policy.change(terms -> DropTest.slow(terms, 12_000_000));
        Path big = random("big", BIG, 2);
        ShareHandle sent = alice.share(paired(bob), big);
        accept(bob, offerAt(bob));
        await().until(() -> incoming(bob).view().progress().bytes() > 8_000_000);
        restartBob();
        bob.pair(alice, TrustLevel.VERIFIED);
        assertThat(result(sent).problem()).isEmpty();
        assertThat(events(bob, FerryEvent.OfferReceived.class)).isEmpty();
        assertThat(bobsInbox().resolve("big")).hasSameBinaryContentAs(big);
        assertNothingUnfinished();
    }

    @Test
    void aSenderThatWasStoppedGoesOnWhenItSendsAgain() throws Exception {
        Path big = random("big", BIG, 3);
        begun(big);
        alice.close();
        alice = new Device(net, "alice", dir.resolve("alice"));
        alice.pair(bob, TrustLevel.TRUSTED);
        AtomicLong again = received();
        assertThat(result(alice.share(paired(bob), big)).problem()).isEmpty();
        assertThat(there("big")).hasSameBinaryContentAs(big);
        assertThat(there("big (2)")).doesNotExist();
        assertThat(again.get()).isLessThan(BIG - 8_000_000 + 4 * BLOCK);
        assertNothingUnfinished();
    }

    @Test
    void aTreeOfWhichHalfIsThereCostsTheOtherHalf() throws Exception {
        Path tree = dir.resolve("from/tree");
        long half = 0;
        for (int i = 0; i < 400; i++) {
            half += Files.size(random("tree/d" + i % 7 + "/f" + i, 20_000 + i, i)) / 2;
        }
        bob.policy.change(terms -> DropTest.slow(terms, 4_000_000));
        ShareHandle sent = alice.share(paired(bob), tree);
        long enough = half;
        await().until(() -> incoming(bob).view().progress().bytes() > enough);
        net.down = true;
        restartBob();
        AtomicLong again = received();
        net.down = false;
        assertThat(result(sent).problem()).isEmpty();
        assertThat(tree(there("tree"))).isEqualTo(tree(tree));
        assertThat(again.get()).isLessThan(half + 4 * BLOCK);
        assertNothingUnfinished();
    }

    @Test
    void whatIsThereAlreadyIsNotSentAgain() throws Exception {
        Path big = random("big", BIG, 4);
        Path empty = random("empty", 0, 4);
        assertThat(result(alice.share(paired(bob), big, empty)).problem()).isEmpty();
        AtomicLong again = received();
        net.cut();
        ShareResult second = result(alice.share(paired(bob), big, empty));
        assertThat(second.problem()).isEmpty();
        assertThat(second.files()).isEqualTo(2);
        assertThat(again.get()).isLessThan(100_000);
        assertThat(tree(there("."))).containsOnlyKeys("big", "empty");
    }

    @Test
    void aChangedFileCostsWhatChanged() throws Exception {
        Path big = random("big", BIG, 5);
        result(alice.share(paired(bob), big));
        try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
            file.seek(BIG / 2 + 100);
            file.write(new byte[200_000]);
            file.seek(BIG - 5);
            file.write(new byte[10]);
        }
        AtomicLong again = received();
        net.cut();
        assertThat(result(alice.share(paired(bob), big)).problem()).isEmpty();
        assertThat(there("big (2)")).hasSameBinaryContentAs(big);
        assertThat(there("big")).hasSize(BIG);
        assertThat(again.get()).isBetween(200_000L, 400_000L);
        assertNothingUnfinished();
    }

    @Test
    void aFileOfTheSameNameLengthAndTimeIsNotTakenForTheSame() throws Exception {
        Path big = random("big", BIG, 6);
        FileTime time = FileTime.from(Instant.ofEpochSecond(1_600_000_000));
        Files.setLastModifiedTime(big, time);
        begun(big);
        alice.close();
        random("big", BIG, 7);
        Files.setLastModifiedTime(big, time);
        alice = new Device(net, "alice", dir.resolve("alice"));
        alice.pair(bob, TrustLevel.TRUSTED);
        assertThat(result(alice.share(paired(bob), big)).problem()).isEmpty();
        assertThat(there("big")).hasSameBinaryContentAs(big);
        assertNothingUnfinished();
    }

    @Test
    void aPartThatSomebodyChangedIsNotBelieved() throws Exception {
        Path big = random("big", BIG, 8);
        ShareHandle sent = begun(big);
        net.down = true;
        bob.close();
        try (Stream<Path> all = Files.walk(bobsInbox())) {
            Path part = all.filter(Files::isRegularFile).filter(path -> path.toFile().length() > 1_000_000).findFirst().orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(part.toFile(), "rw")) {
                file.seek(3_000_000);
                file.write(new byte[] {1, 2, 3, 4});
            }
        }
        bob = new Device(net, "bob", bobsInbox(), bob.store);
        bob.pair(alice, TrustLevel.TRUSTED);
        net.down = false;
        assertThat(result(sent).problem()).isEmpty();
        assertThat(there("big")).hasSameBinaryContentAs(big);
    }

    @Test
    void whatWasCancelledIsNotKept() throws Exception {
        ShareHandle sent = begun(random("big", BIG, 9));
        sent.cancel();
        assertThat(result(incoming(bob)).state()).isEqualTo(TransferState.CANCELLED);
        assertNothingUnfinished();
    }

    @Test
    void theConnectionMayBreakWhileFilesAreCompared() throws Exception {
        Path big = random("big", BIG, 10);
        ShareHandle sent = begun(big);
        net.down = true;
        restartBob();
        bob.policy.change(terms -> DropTest.slow(terms, 12_000_000));
        net.down = false;
        for (int i = 0; i < 5; i++) {
            await().pollInterval(Duration.ofMillis(1)).until(() -> !net.connections.isEmpty() || sent.view().state().isFinal());
            net.cut();
        }
        assertThat(result(sent).problem()).isEmpty();
        assertThat(there("big")).hasSameBinaryContentAs(big);
        assertNothingUnfinished();
    }

    @Test
    void aStrangersDropLeavesNothingForLater() throws Exception {
        Device carl = new Device(net, "carl", Files.createDirectory(dir.resolve("carl")));
        bob.policy.change(terms -> DropTest.slow(terms, 12_000_000));
        ShareHandle sent = carl.share(seen(bob), random("big", BIG, 11));
        ShareHandle received = accept(bob, offerAt(bob));
        await().until(() -> received.view().progress().bytes() > 8_000_000);
        carl.close();
        assertThat(result(received).problem()).isPresent();
        assertThat(bobsInbox()).isEmptyDirectory();
        assertThat(bob.store.table("receptions")).isEmpty();
    }
}
