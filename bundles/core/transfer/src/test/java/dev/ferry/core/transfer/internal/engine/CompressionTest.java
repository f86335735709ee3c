package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.ferry.api.Limits;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareOptions.Compression;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import dev.ferry.core.transfer.internal.pack.Content;
import dev.ferry.model.Capabilities;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.TrustLevel;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is compressed on the way, and what is not. */
class CompressionTest extends TwoDevices {
    private static final int FROM = 600_000;

    @BeforeEach
    void pair() {
        alice.pair(bob, TrustLevel.TRUSTED);
        bob.pair(alice, TrustLevel.TRUSTED);
        compressing(alice, OptionalLong.of(FROM));
        compressing(bob, OptionalLong.of(FROM));
    }

    private static void compressing(Device device, OptionalLong from) {
        device.policy.change(t -> compressing(t, from));
    }

    private static SessionTerms compressing(SessionTerms t, OptionalLong from) {
        return new SessionTerms(t.profile(), t.consent(), t.keys(), t.resumable(), t.chunking(), t.streams(), from, t.bytesPerSecond(), t.maxFileBytes(), t.timeout(),
                t.metadata(), t.history(), t.features());
    }

    private static ShareOptions options(Compression compression) {
        ShareOptions usual = ShareOptions.DEFAULT;
        return new ShareOptions(usual.priority(), usual.kind(), usual.bytesPerSecond(), usual.timeout(), usual.visibility(), usual.preserveTimes(), usual.resumable(), compression);
    }

    private Path text(String name, int bytes) throws Exception {
        return Files.write(file(name, 0), Content.text(bytes));
    }

    /** How many bytes moved over all connections while that was sent. */
    private long moved(Compression compression, Path file) throws Exception {
        long before = moved();
        assertThat(result(alice.share(paired(bob), options(compression), file)).problem()).isEmpty();
        assertThat(bobsInbox().resolve("alice").resolve(file.getFileName())).hasSameBinaryContentAs(file);
        return moved() - before;
    }

    private long moved() {
        return net.connections.stream().filter(FakeConnection::initiator).mapToLong(FakeConnection::bytes).sum();
    }

    @Test
    void textShrinksAndArrivesAsItWas() throws Exception {
        assertThat(moved(Compression.ALWAYS, text("a", 3_000_000))).isLessThan(1_500_000);
    }

    @Test
    void filesFromTheThresholdOnAreCompressedAndSmallerOnesAreNot() throws Exception {
        assertThat(moved(Compression.ALWAYS, text("a", FROM - 1))).isGreaterThan(FROM);
        assertThat(moved(Compression.ALWAYS, text("b", FROM))).isLessThan(FROM / 2);
    }

    @Test
    void theStricterOfBothSidesCounts() throws Exception {
        compressing(bob, OptionalLong.of(FROM + 1));
        assertThat(moved(Compression.ALWAYS, text("a", FROM))).isGreaterThan(FROM);
        compressing(bob, OptionalLong.empty());
        assertThat(moved(Compression.ALWAYS, text("b", FROM))).isGreaterThan(FROM);
        compressing(bob, OptionalLong.of(0));
        assertThat(moved(Compression.ALWAYS, text("c", FROM - 1))).isGreaterThan(FROM);
    }

    @Test
    void nothingIsCompressedOnRequest() throws Exception {
        assertThat(moved(Compression.OFF, text("a", 3_000_000))).isGreaterThan(3_000_000);
    }

    @Test
    void whatDoesNotShrinkCostsNothing() throws Exception {
        Path noise = Files.write(file("a", 0), Content.noise(3_000_000));
        long plain = moved(Compression.OFF, noise);
        Files.delete(bobsInbox().resolve("alice/a"));
        assertThat(moved(Compression.ALWAYS, noise)).isLessThan(plain + 5_000);
    }

    @Test
    void nothingIsCompressedForADeviceThatCannotReadIt() throws Exception {
        net.onEnd = connection -> connection.can(Capabilities.NONE);
        assertThat(moved(Compression.ALWAYS, text("a", 3_000_000))).isGreaterThan(3_000_000);
    }

    @Test
    void aLimitCountsWhatLeavesAndIsASlowLink() throws Exception {
        alice.engine.shares().limits(new Limits(OptionalLong.of(200_000), OptionalLong.empty(), OptionalLong.empty()));
        long begun = System.nanoTime();
        assertThat(moved(Compression.AUTO, text("a", 1_000_000))).isLessThan(600_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).as("as it is it would take five seconds").isLessThan(Duration.ofMillis(4500));
    }

    @Test
    void soDoesALimitOfTheReceiver() throws Exception {
        bob.policy.change(t -> DropTest.slow(compressing(t, OptionalLong.of(FROM)), 200_000));
        long begun = System.nanoTime();
        assertThat(moved(Compression.ALWAYS, text("a", 1_000_000))).isLessThan(600_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).as("as it is it would take five seconds").isLessThan(Duration.ofMillis(4500));
    }

    @Test
    void compressedPartsOfWhatIsThereInAnOlderVersion() throws Exception {
        Path file = text("a", 3_000_000);
        moved(Compression.OFF, file);
        byte[] changed = Files.readAllBytes(file);
        System.arraycopy(Content.text(1_000_001), 1, changed, 1_000_000, 1_000_000);
        Files.write(file, changed);
        long before = moved();
        ShareHandle sent = alice.share(paired(bob), options(Compression.ALWAYS), file);
        assertThat(result(sent).problem()).isEmpty();
        assertThat(moved() - before).isLessThan(700_000);
    }

    @Test
    void neverInADropWhateverTheTermsSay() throws Exception {
        Path file = text("a", 3_000_000);
        ShareHandle sent = alice.share(seen(bob), options(Compression.ALWAYS), file);
        accept(bob, offerAt(bob));
        assertThat(result(sent).problem()).isEmpty();
        assertThat(moved()).isGreaterThan(3_000_000);
    }

    @Test
    void termsThatCompressNothingAreNotLoosened() throws Exception {
        compressing(alice, OptionalLong.empty());
        Path file = text("a", 10);
        assertThatThrownBy(() -> alice.share(seen(bob), options(Compression.ALWAYS), file)).isInstanceOfSatisfying(FerryException.class,
                refused -> assertThat(refused.problem()).isInstanceOf(Problem.BadRequest.class).extracting(Problem::message).asString().contains("compression"));
    }

    // Somebody who is trusted and lies.

    private RawPeer mallory(Purpose purpose) throws Exception {
        Links.Dial dial = new Links.Dial(purpose, purpose == Purpose.DROP ? new Proof.Words() : new Proof.Pinned(bob.id), List.of(bob.port.route()), "mallory", Duration.ofSeconds(1));
        return new RawPeer(((FakeConnection) alice.port.dial(dial)).channel());
    }

    private void caught(RawPeer mallory, byte[] payload, int length) throws Exception {
        mallory.offer(1, RawPeer.manifest(RawPeer.entry("a", FROM)));
        mallory.await(OfCase.GRANT);
        mallory.packed(1, 0, 0, payload, length);
        assertThat(mallory.goodbye()).isEqualTo("protocol");
        assertThat(result(incoming(bob)).problem()).containsInstanceOf(Problem.ProtocolError.class);
        assertThat(bobsInbox().resolve("alice/a")).doesNotExist();
    }

    @Test
    void anHonestPairIsUnderstood() throws Exception {
        RawPeer mallory = mallory(Purpose.SESSION);
        byte[] content = Content.text(FROM);
        mallory.offer(1, RawPeer.manifest(RawPeer.entry("a", FROM)));
        assertThat(mallory.await(OfCase.ACCEPT).getAccept().getCompressFrom()).isEqualTo(FROM);
        mallory.await(OfCase.GRANT);
        FileChecks checks = RawPeer.checks();
        checks.begin(FROM);
        for (int at = 0; at < FROM; at += RawPeer.BLOCK) {
            byte[] block = Arrays.copyOfRange(content, at, Math.min(FROM, at + RawPeer.BLOCK));
            checks.update(ByteBuffer.wrap(block));
            mallory.packed(1, 0, at, Content.deflated(block), block.length, checks.block(), at + block.length == FROM ? checks.root() : FileChecks.NONE);
        }
        mallory.await(OfCase.FINISHED);
        assertThat(bobsInbox().resolve("alice/a")).hasBinaryContent(content);
    }

    @Test
    void aLieAboutTheLengthEndsTheConnection() throws Exception {
        caught(mallory(Purpose.SESSION), Content.deflated(Content.text(5000)), 4999);
    }

    @Test
    void soDoesWhatIsNotCompressedPayload() throws Exception {
        caught(mallory(Purpose.SESSION), ByteString.copyFromUtf8("\u0007no deflate").toByteArray(), 5000);
    }

    @Test
    void soDoesCompressedPayloadInADrop() throws Exception {
        RawPeer mallory = mallory(Purpose.DROP);
        mallory.offer(1, RawPeer.manifest(RawPeer.entry("a", FROM)));
        ShareHandle received = accept(bob, offerAt(bob));
        assertThat(mallory.await(OfCase.ACCEPT).getAccept().getCompressFrom()).isZero();
        mallory.await(OfCase.GRANT);
        mallory.packed(1, 0, 0, Content.deflated(Content.text(5000)), 5000);
        assertThat(mallory.goodbye()).isEqualTo("protocol");
        assertThat(result(received).problem()).containsInstanceOf(Problem.ProtocolError.class);
    }

    @Test
    void soDoesCompressedPayloadThatTheTermsDoNotAllow() throws Exception {
        compressing(bob, OptionalLong.empty());
        caught(mallory(Purpose.SESSION), Content.deflated(Content.text(5000)), 5000);
    }
}
