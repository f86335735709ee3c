package dev.ferry.core.transfer.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ShareOptions.Compression;
import dev.ferry.core.protocol.Coding;
import dev.ferry.core.protocol.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PackerTest {
    private static final int FRAME = 256 * 1024;
    private static final long FROM = 1_000_000;

    private long now;
    private final Unpacker unpacker = new Unpacker(Optional.of(new Packing(FROM)), file -> FROM);

    private Packer packer(Compression mode) {
        return new Packer(new Packing(FROM), mode, () -> now);
    }

    /** Sends the content as one file, and reads it as the receiver does. What each frame has on the wire. */
    private List<Integer> send(Packer packer, byte[] content) throws Exception {
        List<Integer> sizes = new ArrayList<>();
        packer.file(Math.max(FROM, content.length));
        for (int at = 0; at < content.length; at += FRAME) {
            ByteBuffer frame = ByteBuffer.allocateDirect(FRAME).put(content, at, Math.min(FRAME, content.length - at)).flip();
            packer.begin();
            Optional<ByteBuffer> packed = packer.pack(frame);
            assertThat(frame.position()).isZero();
            ByteBuffer wire = packed.orElse(frame);
            sizes.add(wire.remaining());
            Frame.Data read = unpacker.unpack(new Frame.Data(2, 0, at, wire, packed.isPresent() ? Coding.DEFLATE : Coding.PLAIN, frame.remaining(), Optional.empty(), Optional.empty()));
            assertThat(read.coding()).isEqualTo(Coding.PLAIN);
            assertThat(read.payload()).isEqualTo(frame);
        }
        return sizes;
    }

    @Test
    void textShrinks() throws Exception {
        try (Packer packer = packer(Compression.ALWAYS)) {
            assertThat(send(packer, Content.text(3 * FRAME + 12_345))).hasSize(4).allMatch(size -> size < FRAME / 2);
        }
    }

    @Test
    void whatDoesNotShrinkIsNeverMadeLarger() throws Exception {
        try (Packer packer = packer(Compression.ALWAYS)) {
            assertThat(send(packer, Content.noise(40 * FRAME))).hasSize(40).allMatch(size -> size == FRAME);
            assertThat(send(packer, Content.archive(4 * FRAME))).hasSize(4).allMatch(size -> size == FRAME);
            assertThat(send(packer, Content.noise(100_000))).containsExactly(100_000);
        }
    }

    @Test
    void whatBeginsWithWhatDoesNotShrinkIsLookedAtAgain() throws Exception {
        byte[] mixed = ByteBuffer.allocate(20 * FRAME).put(Content.noise(10 * FRAME)).put(Content.text(10 * FRAME)).array();
        try (Packer packer = packer(Compression.ALWAYS)) {
            List<Integer> sizes = send(packer, mixed);
            assertThat(sizes.subList(0, 10)).allMatch(size -> size == FRAME);
            assertThat(sizes.subList(15, 20)).allMatch(size -> size < FRAME / 2);
        }
    }

    @Test
    void eachFileIsLookedAtAnew() throws Exception {
        try (Packer packer = packer(Compression.ALWAYS)) {
            send(packer, Content.noise(40 * FRAME));
            assertThat(send(packer, Content.text(FRAME))).allMatch(size -> size < FRAME / 2);
        }
    }

    @Test
    void smallerFilesAreLeftAlone() {
        try (Packer packer = packer(Compression.ALWAYS)) {
            for (long size : new long[] {0, 1, FROM - 1}) {
                packer.file(size);
                assertThat(packer.covers()).isFalse();
                assertThat(packer.pack(ByteBuffer.wrap(Content.text(FRAME)))).isEmpty();
            }
            packer.file(FROM);
            assertThat(packer.pack(ByteBuffer.wrap(Content.text(FRAME)))).isPresent();
        }
    }

    @Test
    void emptinessDoesNotGrowFurtherThanTheReceiverTakes() throws Exception {
        try (Packer packer = packer(Compression.ALWAYS)) {
            List<Integer> sizes = send(packer, new byte[64 << 20]);
            assertThat(sizes).contains(FRAME);
            assertThat(sizes.stream().mapToLong(size -> size).sum()).isLessThan(1 << 20);
        }
    }

    @Test
    void onAFastLinkNothingIsCompressedOfItself() throws Exception {
        try (Packer packer = packer(Compression.AUTO)) {
            assertThat(send(packer, Content.text(60 * FRAME))).allMatch(size -> size == FRAME);
        }
    }

    @Test
    void onASlowLinkItBeginsWhenThatIsKnown() throws Exception {
        byte[] text = Content.text(FRAME);
        List<Boolean> packed = new ArrayList<>();
        // A clock that moves a little with each look: compressing takes some of it.
        try (Packer packer = new Packer(new Packing(FROM), Compression.AUTO, () -> now += 1000)) {
            packer.file(1L << 30);
            for (int i = 0; i < 100; i++) {
                packer.begin();
                packed.add(packer.pack(ByteBuffer.wrap(text)).isPresent());
                now += 20_000_000;
            }
            assertThat(packed.subList(0, 5)).containsOnly(false);
            assertThat(packed.subList(50, 100)).containsOnly(true);
        }
    }
}
