package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.ShareHandle;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.RejectReason;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person agreed to is the list that they saw, over however many connections it comes. */
class AgreedTest extends TwoWithMallory {
    private static final byte[] TEN = "0123456789".getBytes(StandardCharsets.US_ASCII);

    @BeforeEach
    void ask() {
        bob.trust.trust(alice.id, TrustLevel.VERIFIED);
    }

    /** Accepted, begun, and cut off: the sender comes again under the same id. */
    private ShareHandle begun() throws Exception {
        RawPeer mallory = mallory(alice, bob);
        mallory.offerFiles(1, "a", "b");
        ShareHandle received = accept(bob, offerAt(bob));
        mallory.await(OfCase.GRANT);
        mallory.file(1, 0, TEN);
        await().until(() -> received.view().progress().bytes() >= TEN.length);
        return received;
    }

    @Test
    void theSameListGoesOnUnasked() throws Exception {
        ShareHandle received = begun();
        RawPeer again = mallory(alice, bob);
        again.offerFiles(1, "a", "b");
        again.await(OfCase.GRANT);
        assertThat(bob.inbox.pending()).isEmpty();
        again.file(1, 1, TEN);
        assertThat(result(received).files()).isEqualTo(2);
    }

    @Test
    void anotherListUnderTheSameIdIsRefusedAndEndsIt() throws Exception {
        for (String[] list : new String[][] {{"a", "evil"}, {"a"}, {"a", "b", "c"}, {"b", "a"}}) {
            ShareHandle received = begun();
            RawPeer again = mallory(alice, bob);
            again.offerFiles(1, list);
            assertThat(again.await(OfCase.REJECT).getReject().getReason()).isEqualTo(RejectReason.DECLINED);
            assertThat(again.heard).noneMatch(said -> said.hasAccept() || said.hasGrant() || said.hasWant());
            assertThat(result(received).state()).isEqualTo(TransferState.FAILED);
            assertThat(bob.inbox.pending()).isEmpty();
            assertThat(tree(bobsInbox()).keySet()).noneMatch(name -> name.endsWith("evil") || name.endsWith("/c"));

            // Nothing is left of that consent, for the list that was agreed to either.
            RawPeer third = mallory(alice, bob);
            third.offerFiles(1, "a", "b");
            third.await(OfCase.REJECT);
            assertThat(bob.inbox.pending()).isEmpty();
            net.time.push(Duration.ofHours(2));
        }
    }
}
