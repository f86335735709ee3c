package dev.ferry.core.transfer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.api.ShareHandle;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Whoever is there for one transfer ends with it, and must have said so before. */
class LastWordTest extends TwoDevices {
    @Test
    void aTransferIsOverWhenTheWordThatItIsHasLeft() throws Exception {
        bob.pair(alice, TrustLevel.TRUSTED);
        MemoryChannel.Pair wire = MemoryChannel.pair();
        FakeConnection there = new FakeConnection(Purpose.SESSION, false, SecurityContext.PINNED, Optional.of(alice.id), "alice", wire.right());
        bob.io().execute(() -> bob.engine.session(there));
        RawPeer sender = new RawPeer(wire.left());
        sender.offerFiles(1, "a");
        sender.await(OfCase.GRANT);
        CountDownLatch road = new CountDownLatch(1);
        FrameWriter.Outlet before = there.writer().divert(frames -> { });
        there.writer().divert(frames -> {
            try {
                road.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            before.write(frames);
        });
        ShareHandle share = bob.engine.shares().shares().get(0);

        sender.file(1, 0, Encounter.TEN);
        Awaitility.await().until(() -> share.view().phase().equals("finishing"));

        assertThatThrownBy(() -> share.result().toCompletableFuture().get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        road.countDown();
        assertThat(share.result().toCompletableFuture().get(10, TimeUnit.SECONDS).state()).isEqualTo(TransferState.COMPLETED);
        sender.await(OfCase.FINISHED);
    }
}
