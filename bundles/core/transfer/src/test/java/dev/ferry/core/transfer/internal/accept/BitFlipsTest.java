package dev.ferry.core.transfer.internal.accept;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.core.protocol.Coding;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.CheckAlgorithm;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Digests;
import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.check.BlockCheck;
import dev.ferry.core.transfer.internal.check.FileRoot;
import dev.ferry.core.transfer.internal.check.RollingHash;
import dev.ferry.core.transfer.internal.delta.RollingSearch;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestBuilder;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.manifest.ManifestPages;
import dev.ferry.core.transfer.internal.manifest.ManifestReader;
import dev.ferry.core.transfer.internal.names.NameRules;
import dev.ferry.core.transfer.internal.names.NameVerdict;
import dev.ferry.core.transfer.internal.receive.PartFile;
import dev.ferry.core.transfer.internal.receive.ReceiveFolder;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand single bits that turn round, each in a transfer of its own: none is taken for what was sent. */
class BitFlipsTest {
    private static final Scratch SCRATCH = new Scratch(Path.of(System.getProperty("java.io.tmpdir")));

    private static final int BLOCK = 65_536;
    private static final Repair NEVER = (number, chunkBytes) -> false;

    private final Random random = new Random(42);

    private byte[] bytes(int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        return content;
    }

    private void flip(byte[] bytes) {
        int bit = random.nextInt(bytes.length * 8);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }

    /** Of payload, of a check, of a root: as often as they have bits. */
    @Test
    void inWhatAFrameCarries(@TempDir Path dir) throws Exception {
        try (ReceiveFolder folder = ReceiveFolder.open(dir)) {
            for (CheckAlgorithm algorithm : List.of(CheckAlgorithm.XXH3_128, CheckAlgorithm.SHA_256)) {
                for (int i = 0; i < 2500; i++) {
                    assertThat(outcome(folder, algorithm, i % 10 == 0 ? BLOCK + random.nextInt(5000) + 1 : 1 + random.nextInt(200), true)).isNotEqualTo(Arriving.Step.COMPLETE);
                }
                assertThat(outcome(folder, algorithm, BLOCK + 1, false)).isEqualTo(Arriving.Step.COMPLETE);
            }
        }
    }

    private Arriving.Step outcome(ReceiveFolder folder, CheckAlgorithm algorithm, int length, boolean spoil) throws Exception {
        byte[] content = bytes(length);
        byte[] seed = bytes(8);
        FileChecks checks = new FileChecks(algorithm, seed, BLOCK);
        checks.begin(length);
        List<byte[][]> frames = new ArrayList<>();
        for (int at = 0; at < length; at += BLOCK) {
            byte[] payload = java.util.Arrays.copyOfRange(content, at, Math.min(length, at + BLOCK));
            checks.update(ByteBuffer.wrap(payload));
            byte[] check = checks.block();
            frames.add(new byte[][] {payload, check, at + BLOCK >= length ? checks.root() : FileChecks.NONE});
        }
        if (spoil) {
            byte[][] frame = frames.get(random.nextInt(frames.size()));
            byte[] field = frame[random.nextInt(3)];
            flip(field.length == 0 ? frame[1] : field);
        }
        PartFile part = folder.begin(((NameVerdict.Usable) NameRules.judge("f")).path(), length, Optional.empty());
        try {
            Arriving file = new Arriving(0, part, new FileChecks(algorithm, seed, BLOCK), NEVER);
            Arriving.Step step = Arriving.Step.MORE;
            for (int i = 0; i < frames.size() && step == Arriving.Step.MORE; i++) {
                byte[][] frame = frames.get(i);
                step = file.take(new Frame.Data(1, 0, (long) i * BLOCK, ByteBuffer.wrap(frame[0]), Coding.PLAIN, frame[0].length, Optional.of(frame[1]), Optional.of(frame[2]).filter(root -> root.length > 0)),
                        want -> { });
            }
            return step;
        } finally {
            part.discard();
        }
    }

    @Test
    void inAManifest() throws Exception {
        ManifestBuilder builder = new ManifestBuilder(ShareKind.COPY, Metadata.FULL, new byte[16], SCRATCH);
        for (int i = 0; i < 5; i++) {
            builder.add(new ManifestEntry("folder/file number " + i, false, 1000L * i, 1_600_000_000 + i, 5, 0644));
        }
        Manifest manifest = builder.build(0);
        for (int i = 0; i < 3000; i++) {
            List<byte[]> pages = new ArrayList<>();
            ManifestPages.send(manifest, 1, page -> pages.add(page.toByteArray()));
            flip(pages.get(random.nextInt(pages.size())));
            assertThat(accepted(pages)).satisfiesAnyOf(read -> assertThat(read).isEmpty(), read -> assertThat(read.get().entries()).isEqualTo(manifest.entries()));
        }
    }

    private static Optional<Manifest> accepted(List<byte[]> pages) {
        ManifestReader reader = new ManifestReader(ShareKind.COPY, Metadata.FULL, new byte[16], SCRATCH);
        try {
            for (byte[] page : pages.subList(0, pages.size() - 1)) {
                Control control = Control.parseFrom(page);
                if (!control.hasManifestPage()) {
                    return Optional.empty();
                }
                reader.page(control.getManifestPage());
            }
            Control end = Control.parseFrom(pages.get(pages.size() - 1));
            return end.hasManifestEnd() ? Optional.of(reader.end(end.getManifestEnd())) : Optional.empty();
        } catch (ProtocolException | InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    /** Of what is read here because it may be the same: a part, an older version. */
    @Test
    void inWhatTheDiskGives() throws Exception {
        Shape shape = new Shape(0, 8 * 4096);
        byte[] content = bytes((int) shape.length());
        Sums sums = sums(shape, content);
        BitSet all = new BitSet();
        all.set(0, shape.blocks());
        BlockReader reader = new BlockReader(shape, sums, BlockCheck.sha256(), ByteBuffer.allocate(shape.blockBytes()));
        for (int i = 0; i < 2000; i++) {
            byte[] wrong = content.clone();
            int bit = random.nextInt(wrong.length * 8);
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            RollingSearch.Reading disk = (target, position) -> {
                int count = (int) Math.min(target.remaining(), wrong.length - position);
                target.put(wrong, (int) position, count);
                return count;
            };
            int hit = bit / 8 / shape.blockBytes();
            assertThat(reader.isThere(disk, shape.start(hit), hit)).isFalse();
            BitSet found = new BitSet();
            new RollingSearch(disk, shape.blockBytes(), sums.index(all), BlockCheck.sha256(), new dev.ferry.core.transfer.internal.delta.Effort(1 << 20, () -> { }),
                    (block, bytes, place) -> found.set(block)).search(0, wrong.length);
            assertThat(found.get(hit)).isFalse();
            assertThat(found.cardinality()).isEqualTo(shape.blocks() - 1);
        }
    }

    private static Sums sums(Shape shape, byte[] content) throws ProtocolException, DiskException {
        Sums sums = new Sums(shape);
        ByteBuffer told = ByteBuffer.allocate(shape.blocks() * 36);
        FileRoot root = new FileRoot(dev.ferry.core.transfer.internal.check.CheckAlgorithm.SHA_256, shape.blockBytes(), shape.length());
        for (int block = 0; block < shape.blocks(); block++) {
            ByteBuffer bytes = ByteBuffer.wrap(content, (int) shape.start(block), shape.size(block));
            told.putInt(RollingHash.sum(RollingHash.add(0, bytes)));
            java.security.MessageDigest sha256 = BlockCheck.sha256();
            sha256.update(bytes);
            byte[] digest = sha256.digest();
            root.add(digest);
            told.put(digest);
        }
        sums.add(Digests.newBuilder().setSums(ByteString.copyFrom(told.flip())).setRoot(ByteString.copyFrom(root.finish())).build());
        return sums;
    }
}
