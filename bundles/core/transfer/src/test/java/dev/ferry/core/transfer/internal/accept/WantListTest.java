package dev.ferry.core.transfer.internal.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.protocol.wire.Part;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WantListTest {
    private final List<Want> wants = new ArrayList<>();
    private final BitSet candidates = new BitSet();

    private void send(Manifest manifest, Optional<Part> begun, int... missing) {
        BitSet set = new BitSet();
        IntStream.of(missing).forEach(set::set);
        WantList.send(manifest, set, candidates, begun, want -> wants.add(want.build()));
    }

    /** 'd' folder, 'f' file of ten bytes, 'e' empty file. */
    private static Manifest tree(String kinds) {
        List<ManifestEntry> entries = new ArrayList<>();
        for (int i = 0; i < kinds.length(); i++) {
            entries.add(new ManifestEntry("n" + i, kinds.charAt(i) == 'd', kinds.charAt(i) == 'f' ? 10 : 0, 0, 0, 0));
        }
        return new Manifest(entries, 0, 0, new byte[32]);
    }

    @Test
    void aWholeTreeIsOneWish() {
        send(tree("dffdfef"), Optional.empty(), 1, 2, 4, 5, 6);
        assertThat(wants).containsExactly(Want.newBuilder().setFirst(1).setCount(6).build());
    }

    @Test
    void whatIsBegunComesFirst() {
        Part rest = Part.newBuilder().setFile(0).setOffset(65536).setLength(10).build();
        send(tree("ffff"), Optional.of(rest), 1, 2, 3);
        assertThat(wants).containsExactly(Want.newBuilder().addParts(rest).build(), Want.newBuilder().setFirst(1).setCount(3).build());
    }

    @Test
    void scatteredFilesAreAskedForTogether() {
        send(tree("fffffff"), Optional.empty(), 0, 2, 4, 6);
        assertThat(wants).singleElement().satisfies(want -> assertThat(want.getPartsList()).extracting(Part::getFile).containsExactly(0L, 2L, 4L, 6L));
    }

    @Test
    void anEmptyFileIsAskedForAsAWholeOne() {
        send(tree("fefef"), Optional.empty(), 1, 3);
        assertThat(wants).containsExactly(Want.newBuilder().setFirst(1).setCount(1).build(), Want.newBuilder().setFirst(3).setCount(1).build());
    }

    @Test
    void nothingMissingIsNoWish() {
        send(tree("df"), Optional.empty());
        assertThat(wants).isEmpty();
    }

    @Test
    void whatMayBeHereIsAskedAboutInItsPlace() {
        candidates.set(3);
        candidates.set(4);
        send(tree("fffffdff"), Optional.empty(), 0, 1, 2, 6, 7);
        assertThat(wants).containsExactly(Want.newBuilder().setFirst(0).setCount(3).build(), Want.newBuilder().setFirst(3).setCount(2).setCompare(true).build(),
                Want.newBuilder().addParts(part(6, 0, 10)).addParts(part(7, 0, 10)).build());
    }

    @Test
    void missingBlocksAreAskedForInRuns() {
        BitSet blocks = BitSet.valueOf(new long[] {0b1011_0001});
        WantList.blocks(5, 7 * 32 + 9, 32, blocks, want -> wants.add(want.build()));
        assertThat(wants).containsExactly(Want.newBuilder().addParts(part(5, 0, 32)).addParts(part(5, 128, 64)).addParts(part(5, 224, 9)).build());
    }

    @Test
    void veryManyRunsAreJoinedAndNothingIsLeftOut() {
        BitSet blocks = new BitSet();
        IntStream.range(0, 60_000).forEach(i -> blocks.set(i * 4));
        BitSet before = (BitSet) blocks.clone();
        WantList.blocks(0, 240_000L * 32, 32, blocks, want -> wants.add(want.build()));
        assertThat(wants.stream().mapToInt(Want::getPartsCount).sum()).isLessThanOrEqualTo(16_384);
        before.andNot(blocks);
        assertThat(before.isEmpty()).isTrue();
        assertThat(wants.stream().flatMap(want -> want.getPartsList().stream()).mapToLong(Part::getLength).sum()).isEqualTo(blocks.cardinality() * 32L);
    }

    private static Part part(int file, long offset, long length) {
        return Part.newBuilder().setFile(file).setOffset(offset).setLength(length).build();
    }
}
