package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.ShareHandle;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Unpaired;
import dev.ferry.model.TrustLevel;
import dev.ferry.model.TransferState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trust ends in every moment of a transfer between a pair, on either side: a second later no byte moves any more, and what the other side kept is of no use to it. */
class EndedTrustTest extends TwoDevices {
    private static final int BYTES = 30_000_000;

    /** Where a transfer from Alice to Bob stands. */
    private enum Moment { ASKED, MOVING, PAUSED, CUT_OFF }

    /** How an owner ends what another device may do. */
    private enum Way {
        BLOCK {
            @Override
            void end(Device owner, Device other) {
                owner.trust.block(other.id, "lost");
            }
        },
        UNPAIR {
            @Override
            void end(Device owner, Device other) {
                owner.trust.remove(other.id);
            }
        };

        abstract void end(Device owner, Device other);
    }

    private int files;

    @BeforeEach
    void slow() {
        bob.policy.change(terms -> DropTest.slow(terms, 2_000_000));
    }

    private ShareHandle begin(Moment moment) throws Exception {
        TrustLevel level = moment == Moment.ASKED ? TrustLevel.VERIFIED : TrustLevel.TRUSTED;
        alice.pair(bob, level);
        bob.pair(alice, level);
        ShareHandle sent = alice.share(paired(bob), file("big" + files++, BYTES));
        if (moment == Moment.ASKED) {
            offerAt(bob);
            return sent;
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> received() > 500_000);
        if (moment == Moment.PAUSED) {
            sent.pause();
            await().until(() -> sent.view().state() == TransferState.PAUSED);
        } else if (moment == Moment.CUT_OFF) {
            net.down = true;
            net.cut();
            await().until(() -> sent.view().phase().equals("waiting"));
        }
        return sent;
    }

    /** Payload at Bob of what is under way. */
    private long received() {
        return bob.engine.shares().shares().stream().filter(share -> !share.view().outgoing()).mapToLong(share -> share.view().progress().bytes()).max().orElse(0);
    }

    /** Bytes over all connections that there are and were. */
    private long moved() {
        return net.connections.stream().mapToLong(connection -> connection.channel().moved()).sum();
    }

    private static long onDisk(Path folder) throws IOException {
        long sum = 0;
        for (String name : tree(folder).keySet()) {
            Path path = folder.resolve(name);
            sum += Files.isRegularFile(path) ? Files.size(path) : 0;
        }
        return sum;
    }

    @Test
    void aSecondLaterNothingMoves() throws Exception {
        for (Way way : Way.values()) {
            for (Moment moment : Moment.values()) {
                for (boolean bobs : new boolean[] {true, false}) {
                    String cell = (bobs ? "the receiver does " : "the sender does ") + way + " while " + moment;
                    ShareHandle sent = begin(moment);
                    long start = System.nanoTime();
                    way.end(bobs ? bob : alice, bobs ? alice : bob);
                    net.down = false;
                    await(cell).atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(10)).until(() -> net.connections.stream().allMatch(c -> c.closed().toCompletableFuture().isDone()));
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).as(cell).isLessThan(Duration.ofSeconds(1));
                    long moved = moved();
                    long stored = onDisk(bobsInbox());
                    // What is left of it tries again, with all that it remembers.
                    net.time.push(Duration.ofMinutes(2));
                    if (moment != Moment.CUT_OFF || !bobs) {
                        assertThat(result(sent).state()).as(cell).isEqualTo(TransferState.FAILED);
                    }
                    assertThat(moved()).as(cell).isEqualTo(moved);
                    assertThat(onDisk(bobsInbox())).as(cell).isLessThanOrEqualTo(stored);
                    assertThat(tree(bobsInbox()).keySet()).as(cell).noneMatch(name -> name.equals("alice/big" + (files - 1)));
                    sent.cancel();
                    again();
                }
            }
        }
    }

    /** Less trust is not the end of a pair: what trust alone let in ends, and nothing of it comes again; a connection of the two may stay. */
    @Test
    void aSecondAfterLessTrustNothingMovesThatNobodyWasAskedAbout() throws Exception {
        for (TrustLevel less : new TrustLevel[] {TrustLevel.VERIFIED, TrustLevel.UNVERIFIED}) {
            for (Moment moment : new Moment[] {Moment.MOVING, Moment.PAUSED, Moment.CUT_OFF}) {
                String cell = "trusted, then " + less + " while " + moment;
                ShareHandle sent = begin(moment);
                long start = System.nanoTime();
                bob.trust.trust(alice.id, less);
                net.down = false;
                if (moment == Moment.CUT_OFF) {
                    // With all that it remembers it offers the same again, and is not let in.
                    net.time.push(Duration.ofMinutes(2));
                } else {
                    await(cell).atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(10)).until(() -> sent.view().state() == TransferState.FAILED);
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).as(cell).isLessThan(Duration.ofSeconds(1));
                }
                assertThat(result(sent).state()).as(cell).isEqualTo(TransferState.FAILED);
                await(cell).until(() -> bob.engine.shares().shares().stream().noneMatch(share -> share.view().state() == TransferState.ACTIVE || share.view().state() == TransferState.PAUSED));
                long moved = moved();
                long stored = onDisk(bobsInbox());
                net.time.push(Duration.ofMinutes(2));
                assertThat(bob.inbox.pending()).as(cell).isEmpty();
                assertThat(moved() - moved).as(cell + ": words, no payload").isLessThan(10_000);
                assertThat(onDisk(bobsInbox())).as(cell).isLessThanOrEqualTo(stored);
                assertThat(tree(bobsInbox()).keySet()).as(cell).noneMatch(name -> name.equals("alice/big" + (files - 1)));

                // The same files again are asked about.
                ShareHandle anew = alice.share(paired(bob), file("small" + files, 100));
                reject(bob, offerAt(bob));
                assertThat(result(anew).state()).as(cell).isEqualTo(TransferState.FAILED);
                again();
            }
        }
    }

    /** What a person agreed to does not rest on more trust than is left, and what this device sends to another is its own. */
    @Test
    void lessTrustLetsGoOnWhatItAllows() throws Exception {
        for (boolean bobs : new boolean[] {true, false}) {
            ShareHandle sent = begin(Moment.ASKED);
            accept(bob, offerAt(bob));
            await().atMost(Duration.ofSeconds(10)).until(() -> received() > 500_000);
            (bobs ? bob : alice).trust.trust((bobs ? alice : bob).id, TrustLevel.UNVERIFIED);
            long before = received();
            await().atMost(Duration.ofSeconds(10)).until(() -> received() > before + 3_000_000);
            assertThat(sent.view().state()).isEqualTo(TransferState.ACTIVE);
            sent.cancel();
            again();
        }
    }

    /** New devices on a new net: what was is over. */
    private void again() throws IOException {
        stop();
        dir = Files.createDirectory(dir.resolveSibling(dir.getFileName() + "x"));
        start();
        slow();
    }

    /** The other side may say in any state that it no longer knows this one. */
    @Test
    void unpairedIsHeardInEveryMoment() throws Exception {
        for (Moment moment : new Moment[] {Moment.ASKED, Moment.MOVING, Moment.PAUSED}) {
            ShareHandle sent = begin(moment);
            FakeConnection alices = net.connections.stream().filter(c -> c.peer().filter(bob.id::equals).isPresent()).findFirst().orElseThrow();
            alices.writer().send(Control.newBuilder().setUnpaired(Unpaired.getDefaultInstance()).build());
            await(moment.name()).until(() -> bob.trust.pair(alice.id).isEmpty());
            await(moment.name()).until(() -> bob.inbox.pending().isEmpty() && bob.engine.shares().shares().stream().noneMatch(share -> share.view().state() == TransferState.ACTIVE));
            long moved = moved();
            net.time.push(Duration.ofMinutes(2));
            assertThat(moved()).as(moment.name()).isEqualTo(moved);
            sent.cancel();
            assertThat(events(bob, FerryEvent.Notice.class)).as(moment.name()).anySatisfy(notice -> assertThat(notice.code()).isEqualTo("unpaired"));
            again();
        }
    }
}
