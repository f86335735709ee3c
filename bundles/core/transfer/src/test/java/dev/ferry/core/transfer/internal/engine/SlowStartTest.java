package dev.ferry.core.transfer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.Grant;
import dev.ferry.core.protocol.wire.Pong;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.TrustLevel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A sender that begins late, as one that is far away does, and then answers at once. */
class SlowStartTest extends TwoDevices {
    private static final int BLOCKS = 64;
    private static final byte[] CONTENT = new byte[RawPeer.BLOCK];

    @Test
    void whatComesIsToldThoughNothingMoreIsGrantedForIt() throws Exception {
        bob.pair(alice, TrustLevel.TRUSTED);
        MemoryChannel.Pair wire = MemoryChannel.pair();
        FakeConnection there = new FakeConnection(Purpose.SESSION, false, SecurityContext.PINNED, Optional.of(alice.id), "alice", wire.right());
        bob.io().execute(() -> bob.engine.session(there));
        RawPeer sender = new RawPeer(wire.left());
        FileChecks checks = RawPeer.checks();
        checks.begin(20L << 20);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            sender.offer(1, RawPeer.manifest(RawPeer.entry("a", 20L << 20)));
            assertThat(sender.await(OfCase.GRANT).getGrant().getBytes()).isEqualTo(3 << 20);
            // As long as to the other side of the world and back.
            net.time.push(Duration.ofMillis(200));
            block(sender, checks, 0);
            long more = 0;
            while (more < 13 << 20) {
                more += sender.await(OfCase.GRANT).getGrant().getBytes();
            }
            sender.send(Control.newBuilder().setPong(Pong.newBuilder().setId(sender.await(OfCase.PING).getPing().getId())));
            // Near after all: the next look takes back what was too much, and this is not granted again.
            sender.await(OfCase.PING);
            for (int i = 1; i < BLOCKS; i++) {
                block(sender, checks, i);
            }
            Grant last;
            do {
                last = sender.await(OfCase.GRANT).getGrant();
            } while (last.getVerified() < (long) BLOCKS * RawPeer.BLOCK);
            assertThat(sender.verdict()).isEqualTo("alive");
        });
    }

    private static void block(RawPeer sender, FileChecks checks, int number) throws Exception {
        checks.update(ByteBuffer.wrap(CONTENT));
        sender.data(1, 0, (long) number * RawPeer.BLOCK, CONTENT, checks.block(), FileChecks.NONE);
    }
}
