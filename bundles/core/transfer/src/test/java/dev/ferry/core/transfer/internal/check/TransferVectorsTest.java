package dev.ferry.core.transfer.internal.check;

import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.manifest.ManifestBuilder;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.tck.vector.Vectors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code vectors/transfer.json}: manifests, checks of blocks, roots of files, and the blocks by which files are compared. */
class TransferVectorsTest {
    private static final int BLOCK = 64 * 1024;
    private final Vectors vectors = Vectors.of("transfer");

    @Test
    void areWhatTheCodeSays() throws Exception {
        manifest("manifest, with modes", ShareKind.MOVE, Metadata.FULL, 2);
        manifest("manifest, minimal", ShareKind.COPY, Metadata.MINIMAL, 0);
        for (CheckAlgorithm algorithm : CheckAlgorithm.values()) {
            file(algorithm, 0);
            file(algorithm, 1);
            file(algorithm, BLOCK);
            file(algorithm, 2 * BLOCK + 5);
        }
        for (long length : new long[] {1, 1L << 30, (1L << 30) + 1, 1L << 37, 1L << 40}) {
            vectors.in("blocks for comparing, " + length + " bytes").put("length", length).put("block", CompareBlocks.size(length)).put("blocks", CompareBlocks.count(length))
                    .put("comparable", CompareBlocks.isComparable(length) ? "yes" : "no");
        }
        vectors.verify();
    }

    private void manifest(String name, ShareKind kind, Metadata metadata, long skipped) {
        byte[] transfer = "sixteen bytes id".getBytes(StandardCharsets.US_ASCII);
        boolean full = metadata == Metadata.FULL;
        List<ManifestEntry> entries = List.of(new ManifestEntry("photos", true, 0, full ? 1_700_000_000L : 0, full ? 5 : 0, full ? 0755 : 0),
                new ManifestEntry("photos/\u00e9t\u00e9.jpg", false, 123_456, full ? -1 : 0, full ? 999_999_999 : 0, full ? 0640 : 0),
                new ManifestEntry("empty", false, 0, 0, 0, 0));
        ManifestBuilder builder = new ManifestBuilder(kind, metadata, transfer, new Scratch(Path.of(System.getProperty("java.io.tmpdir"))));
        entries.forEach(builder::add);
        Vectors.Case into = vectors.in(name).put("kind", kind.getNumber()).put("metadata", metadata.getNumber()).put("transfer", transfer);
        for (ManifestEntry entry : entries) {
            into.put("entry " + entry.path(), List.of(entry.folder() ? "folder" : "file", entry.size(), entry.mtimeSeconds(), entry.mtimeNanos(), entry.mode()));
        }
        into.put("skipped", skipped).put("hash", builder.build(skipped).hash());
    }

    /** Byte i of the file is i · 31 + ⌊i / 256⌋, modulo 256. */
    private void file(CheckAlgorithm algorithm, int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) (i * 31 + (i >> 8));
        }
        BlockCheck check = BlockCheck.of(algorithm, 0x0102030405060708L);
        FileRoot root = new FileRoot(algorithm, BLOCK, length);
        List<String> checks = new ArrayList<>();
        for (int at = 0; at < length; at += BLOCK) {
            check.reset();
            check.update(ByteBuffer.wrap(content, at, Math.min(BLOCK, length - at)));
            byte[] done = check.finish();
            checks.add(HexFormat.of().formatHex(done));
            root.add(done);
        }
        vectors.in("file, " + algorithm + ", " + length + " bytes").put("content", "byte i = (i * 31 + floor(i / 256)) mod 256").put("length", length).put("algorithm", algorithm.code())
                .put("seed", "0102030405060708").put("block", BLOCK).put("checks", checks).put("root", root.finish());
    }
}
