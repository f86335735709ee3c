package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareOptions;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Keys;
import dev.ferry.model.TrustLevel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keys of a link serve for so long and for so much. */
class LinkLifeTest extends TwoDevices {
    private static final long LIMIT = 20_000_000;
    private final List<FakeConnection> ends = new CopyOnWriteArrayList<>();

    @BeforeEach
    void pair() {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
        net.onEnd = ends::add;
        alice.policy.change(terms -> living(terms, Duration.ofHours(1)));
        bob.policy.change(terms -> DropTest.slow(living(terms, Duration.ofHours(1)), 10_000_000));
    }

    private static SessionTerms living(SessionTerms t, Duration life) {
        return new SessionTerms(t.profile(), t.consent(), new Keys(false, life, LIMIT), t.resumable(), t.chunking(), t.streams(), t.compressFrom(), t.bytesPerSecond(),
                t.maxFileBytes(), t.timeout(), t.metadata(), t.history(), t.features());
    }

    private void secondsPassUntilEnd(ShareHandle share) throws Exception {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            net.time.push(Duration.ofSeconds(1));
            return share.view().state().isFinal();
        });
        assertThat(result(share).problem()).isEmpty();
    }

    @Test
    void aTransferGoesOnOverOneLinkAfterAnother() throws Exception {
        ShareHandle sent = alice.share(paired(bob), file("big", 60_000_000));
        secondsPassUntilEnd(sent);
        assertThat(bobsInbox().resolve("alice/big")).hasSameBinaryContentAs(dir.resolve("from/big"));
        assertThat(ends.size() / 2).isGreaterThanOrEqualTo(3);
        assertThat(ends).allSatisfy(end -> assertThat(end.bytes()).isLessThan(LIMIT + LIMIT / 4));
        assertThat(bobsInbox().resolve("alice")).isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
    }

    @Test
    void aShareThatMustNotBeResumedGoesOnTooWhenOnlyTheKeysChange() throws Exception {
        ShareOptions once = new ShareOptions(ShareOptions.Priority.NORMAL, ShareOptions.Kind.COPY, OptionalLong.empty(), Optional.empty(), ShareOptions.Visibility.FULL,
                true, Optional.of(false));
        secondsPassUntilEnd(alice.share(paired(bob), once, file("big", 40_000_000)));
        assertThat(bobsInbox().resolve("alice/big")).hasSize(40_000_000);
        assertThat(ends.size() / 2).isGreaterThanOrEqualTo(2);
    }

    @Test
    void anIdleLinkIsReplacedBeforeItsTime() throws Exception {
        result(alice.share(paired(bob), file("a", 10)));
        net.time.push(Duration.ofMinutes(44));
        result(alice.share(paired(bob), file("b", 10)));
        assertThat(alice.port.dials).hasValue(1);
        net.time.push(Duration.ofMinutes(2));
        await().until(() -> alice.port.dials.get() + bob.port.dials.get() == 2);
        result(alice.share(paired(bob), file("c", 10)));
        result(bob.share(paired(alice), file("d", 10)));
        assertThat(alice.port.dials.get() + bob.port.dials.get()).isEqualTo(2);
    }

    @Test
    void aLinkThatCannotBeReplacedEndsWithItsTimeAndTheTransferGoesOnLater() throws Exception {
        // Slower than the hour passes here.
        bob.policy.change(terms -> DropTest.slow(living(terms, Duration.ofHours(1)), 1_500_000));
        ShareHandle sent = alice.share(paired(bob), file("big", 10_000_000));
        await().until(() -> sent.view().progress().bytes() > 2_000_000);
        net.walled = true;
        await().until(() -> {
            net.time.push(Duration.ofMinutes(20));
            return sent.view().phase().equals("waiting");
        });
        net.walled = false;
        assertThat(result(sent).problem()).isEmpty();
        assertThat(bobsInbox().resolve("alice/big")).hasSameBinaryContentAs(dir.resolve("from/big"));
    }
}
