package dev.ferry.core.transfer.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.Part;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestBuilder;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.tck.fuzz.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WantsFuzzTest {
    private static final int BLOCK = 65_536;

    @TempDir
    Path folder;

    private static byte[] said(Want.Builder... wants) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Want.Builder want : wants) {
            want.build().writeDelimitedTo(bytes);
        }
        return bytes.toByteArray();
    }

    private static Part.Builder part(int file, long offset, long length) {
        return Part.newBuilder().setFile(file).setOffset(offset).setLength(length);
    }

    /** Whatever is asked for, nothing comes of it but blocks of files that were offered and accepted. */
    @Test
    void wants() throws IOException {
        ManifestBuilder builder = new ManifestBuilder(ShareKind.COPY, Metadata.MINIMAL, new byte[16], new Scratch(folder));
        builder.add(new ManifestEntry("empty", false, 0, 0, 0, 0));
        builder.add(new ManifestEntry("large", false, 5L * BLOCK + 7, 0, 0, 0));
        builder.add(new ManifestEntry("folder", true, 0, 0, 0, 0));
        builder.add(new ManifestEntry("refused", false, 100, 0, 0, 0));
        builder.add(new ManifestEntry("huge", false, Long.MAX_VALUE - 10L * BLOCK, 0, 0, 0));
        Manifest manifest = builder.build(0);
        BitSet accepted = new BitSet();
        accepted.set(0, 5);
        accepted.clear(3);
        Fuzz.of("wants").promising(IOException.class).like(said(Want.newBuilder().setFirst(0).setCount(2), Want.newBuilder().setFirst(4).setCount(1)))
                .like(said(Want.newBuilder().addParts(part(1, BLOCK, 2L * BLOCK)).addParts(part(1, 5L * BLOCK, 7)).addParts(part(1, 0, BLOCK).setChunk(BLOCK))))
                .like(said(Want.newBuilder().setFirst(1).setCount(1).setCompare(true), Want.newBuilder().addParts(part(1, 4096, 4096)),
                        Want.newBuilder().addParts(part(1, 0, 4096)).setPieces(true)))
                .run(input -> {
                    Wants wants = new Wants(manifest, accepted, BLOCK);
                    ByteArrayInputStream in = new ByteArrayInputStream(input);
                    for (Want want = Want.parseDelimitedFrom(in); want != null; want = Want.parseDelimitedFrom(in)) {
                        wants.add(want);
                    }
                    for (Piece piece = wants.next(); piece != null; piece = wants.next()) {
                        assertThat(accepted.get(piece.file())).isTrue();
                        long size = manifest.entry(piece.file()).size();
                        assertThat(piece.offset()).isBetween(0L, size);
                        assertThat(piece.length()).isBetween(0L, size - piece.offset());
                    }
                });
    }
}
