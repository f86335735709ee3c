package dev.ferry.core.transfer.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ShareRequest;
import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestBuilder;
import dev.ferry.core.transfer.internal.pace.Bandwidth;
import dev.ferry.core.transfer.internal.share.Outcome;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.source.SourceWalk;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which receipts remove something. */
class MoverTest {
    @TempDir
    Path dir;
    private final ExecutorService io = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Outcome outcome = new Outcome();
    private volatile Optional<Problem> refusal = Optional.empty();
    private Path folder;
    private Path file;
    private WalkedSource source;
    private Mover mover;

    @BeforeEach
    void walk() throws Exception {
        folder = Files.createDirectory(dir.resolve("folder"));
        file = Files.writeString(folder.resolve("file"), "content");
        Scratch scratch = new Scratch(folder.getParent());
        WalkedSource.Walked walked = WalkedSource.walk(new SourceWalk(List.of(new ShareRequest.Item(folder, false))),
                new ManifestBuilder(ShareKind.MOVE, Metadata.TIMES, new byte[16], scratch), scratch, outcome, () -> false);
        source = walked.source();
        Manifest manifest = walked.manifest();
        assertThat(manifest.entries()).extracting(entry -> entry.path()).containsExactly("folder", "folder/file");
        Platform platform = new Platform(io, timer, InstantSource.system(), System::nanoTime, event -> { }, new Bandwidth(System::nanoTime), new Scratch(Path.of(System.getProperty("java.io.tmpdir"))));
        mover = new Mover(source, manifest, outcome, platform, () -> refusal);
    }

    @AfterEach
    void stop() {
        source.close();
        io.shutdownNow();
        timer.shutdownNow();
    }

    private void assertStays(String why) throws IOException {
        assertThat(file).hasContent("content");
        assertThat(outcome.completed().skipped()).singleElement().satisfies(left -> {
            assertThat(left.path()).isEqualTo("folder/file");
            assertThat(left.reason()).contains("stays here too", why);
        });
    }

    @Test
    void whatWasToldAndIsDurableGoesAndItsFolderAtTheEnd() {
        mover.telling(1);
        mover.durable(0, 2);
        mover.durable(0, 2);
        mover.finish(false);
        assertThat(folder).doesNotExist();
        assertThat(outcome.skippedCount()).isZero();
    }

    @Test
    void aReceiptForAFileOfWhichNothingWasSaidOrSentRemovesNothing() throws Exception {
        mover.durable(0, 2);
        mover.finish(false);
        assertStays("had it before");
    }

    @Test
    void whatIsNotReceiptedStays() {
        mover.telling(1);
        mover.durable(0, 1);
        mover.finish(false);
        assertThat(file).hasContent("content");
    }

    @Test
    void whereTheTrustEndedMeanwhileNothingGoes() throws Exception {
        refusal = Optional.of(new Problem.PolicyRefused("trust", "the trust ended"));
        mover.telling(1);
        mover.durable(0, 2);
        mover.finish(false);
        assertStays("the trust ended");
    }

    @Test
    void whatIsPutInItsPlaceStays() throws Exception {
        Files.delete(file);
        Files.writeString(file, "content");
        mover.telling(1);
        mover.durable(0, 2);
        mover.finish(false);
        assertStays("it changed meanwhile");
    }

    @Test
    void nothingGoesAfterTheEnd() {
        mover.finish(false);
        mover.telling(1);
        mover.durable(0, 2);
        assertThat(file).hasContent("content");
    }
}
