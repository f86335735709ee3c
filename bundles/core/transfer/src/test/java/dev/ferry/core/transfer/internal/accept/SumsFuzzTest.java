package dev.ferry.core.transfer.internal.accept;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Digests;
import dev.ferry.core.transfer.internal.check.CheckAlgorithm;
import dev.ferry.core.transfer.internal.check.CompareBlocks;
import dev.ferry.core.transfer.internal.check.FileRoot;
import dev.ferry.tck.fuzz.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class SumsFuzzTest {
    private static final Shape SHAPE = new Shape(0, 3 * 4096 - 5);

    private static ByteString sum(int block) {
        byte[] sum = new byte[CompareBlocks.SUM_BYTES];
        Arrays.fill(sum, (byte) block);
        return ByteString.copyFrom(sum);
    }

    private static byte[] digests(int... blocks) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        FileRoot root = new FileRoot(CheckAlgorithm.SHA_256, SHAPE.blockBytes(), SHAPE.length());
        for (int i = 0; i < SHAPE.blocks(); i++) {
            root.add(sum(i).substring(CompareBlocks.SUM_BYTES - CompareBlocks.DIGEST_BYTES).toByteArray());
        }
        ByteString last = ByteString.copyFrom(root.finish());
        int first = 0;
        for (int count : blocks) {
            ByteString sums = ByteString.EMPTY;
            for (int i = 0; i < count; i++) {
                sums = sums.concat(sum(first + i));
            }
            Digests.newBuilder().setFirst(first).setSums(sums).setRoot(first + count == SHAPE.blocks() ? last : ByteString.EMPTY).build().writeDelimitedTo(said);
            first += count;
        }
        return said.toByteArray();
    }

    /** What a sender says of the blocks of a file, message after message. */
    @Test
    void digests() throws IOException {
        Fuzz.of("digests").like(digests(3)).like(digests(1, 2)).like(digests(1, 1, 1)).promising(ProtocolException.class).promising(IOException.class).run(input -> {
            Sums sums = new Sums(SHAPE);
            ByteArrayInputStream in = new ByteArrayInputStream(input);
            for (Digests message = Digests.parseDelimitedFrom(in); message != null; message = Digests.parseDelimitedFrom(in)) {
                sums.add(message);
                assertThat(sums.known()).isLessThanOrEqualTo(SHAPE.blocks());
            }
            if (sums.isComplete()) {
                BitSet all = new BitSet();
                all.set(0, SHAPE.blocks());
                sums.index(all);
            }
        });
    }
}
