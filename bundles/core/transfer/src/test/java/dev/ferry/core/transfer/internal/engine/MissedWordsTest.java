package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareResult;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.model.Problem;
import dev.ferry.model.TransferState;
import dev.ferry.model.TrustLevel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that breaks between a word and its hearing, and the next one at the same word. */
class MissedWordsTest extends TwoDevices {
    @ParameterizedTest
    @EnumSource(value = Control.OfCase.class, names = {"ACCEPT", "WANT", "GRANT", "RECEIPT", "FINISHED"})
    void theSenderMissesItThreeTimesAndHearsItTheFourth(Control.OfCase word) throws Exception {
        assertArrivesAlthoughMissed(alice, bob, word);
    }

    @ParameterizedTest
    @EnumSource(value = Control.OfCase.class, names = {"OFFER", "MANIFEST_PAGE", "MANIFEST_END"})
    void theReceiverMissesItThreeTimesAndHearsItTheFourth(Control.OfCase word) throws Exception {
        assertArrivesAlthoughMissed(bob, alice, word);
    }

    @Test
    void aRefusalIsSaidAsOftenAsItIsAskedFor() throws Exception {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
        bob.policy.change(terms -> DropTest.slow(terms, 8_000_000));
        ShareHandle share = alice.share(paired(bob), file("a", 8_000_000));
        ShareHandle received = incoming(bob);
        await().until(() -> received.view().progress().bytes() > 2_500_000);
        net.down = true;
        net.cut();
        await().until(() -> received.view().state() == TransferState.PAUSED);
        received.cancel();
        result(received);
        AtomicInteger left = new AtomicInteger(3);
        net.onEnd = end -> CutsAtAMessage.on(end, Control::hasReject, left);
        net.down = false;
        assertThat(result(share).problem()).containsInstanceOf(Problem.TransferRejected.class);
        assertThat(left.get()).as("the vice was met").isNotPositive();
    }

    private void assertArrivesAlthoughMissed(Device misses, Device other, Control.OfCase word) throws Exception {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
        AtomicInteger left = new AtomicInteger(3);
        net.onEnd = end -> {
            if (end.peer().equals(Optional.of(other.id))) {
                CutsAtAMessage.on(end, control -> control.getOfCase() == word, left);
            }
        };
        Path sent = file("a", 3_000_000);
        ShareHandle share = alice.share(paired(bob), sent);
        ShareResult here = result(share);
        assertThat(here.problem()).isEmpty();
        assertThat(here.files()).isEqualTo(1);
        assertThat(left.get()).as("the vice was met").isNotPositive();
        assertThat(result(incoming(bob)).problem()).isEmpty();
        assertThat(bobsInbox().resolve("alice/a")).hasSameBinaryContentAs(sent);
        assertThat(bobsInbox().resolve("alice")).isDirectoryNotContaining(path -> !path.getFileName().toString().equals("a"));
    }
}
