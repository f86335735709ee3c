package dev.ferry.core.transfer.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.disk.Scratch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final byte[] TRANSFER = new byte[16];

    @Test
    void theHashIsTheOneOfTheProtocolsDocument() {
        ManifestDigest digest = new ManifestDigest(ShareKind.COPY, Metadata.TIMES, HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"));
        digest.add(new ManifestEntry("d", true, 0, 5, 6, 0));
        digest.add(new ManifestEntry("d/\u00e9", false, 258, -1, 999_999_999, 0));
        // python3: hashlib.sha256(b"ferry-manifest-v1" + bytes([0, 1]) + bytes(range(16)) + struct.pack(">BI", 1, 1) + b"d" + struct.pack(">QqII", 0, 5, 6, 0)
        //   + struct.pack(">BI", 0, 4) + "d/\u00e9".encode() + struct.pack(">QqII", 258, -1, 999999999, 0) + struct.pack(">BQQQ", 255, 2, 258, 3))
        assertThat(HexFormat.of().formatHex(digest.end(3))).isEqualTo("34450a42f575f14ac40f68ca93bbbc7ed4569ec832db6fad5782e9cfa20b4dc2");
    }

    @Test
    void aManifestOfManyPagesComesOutAsItWentIn() throws Exception {
        Manifest manifest = many(10_000, "some/longer/folder/name/entry-");
        List<Control> messages = new ArrayList<>();
        ManifestPages.send(manifest, 7, messages::add);
        assertThat(messages).hasSizeGreaterThan(3);
        ManifestReader reader = new ManifestReader(ShareKind.COPY, Metadata.TIMES, TRANSFER, new Scratch(Path.of(System.getProperty("java.io.tmpdir"))));
        for (Control message : messages.subList(0, messages.size() - 1)) {
            assertThat(message.getManifestPage().getSerializedSize()).isLessThanOrEqualTo(ManifestPages.MAX_BYTES);
            assertThat(message.getManifestPage().getEntriesCount()).isLessThanOrEqualTo(ManifestPages.MAX_ENTRIES);
            reader.page(message.getManifestPage());
        }
        Manifest read = reader.end(messages.get(messages.size() - 1).getManifestEnd());
        assertThat(read.entries()).isEqualTo(manifest.entries());
        assertThat(read.hash()).isEqualTo(manifest.hash());
        assertThat(read.totalBytes()).isEqualTo(manifest.totalBytes());
    }

    @Test
    void onePathFillsAPageByItselfAtMost() throws Exception {
        Manifest manifest = many(5, "x".repeat(120_000));
        ManifestReader reader = new ManifestReader(ShareKind.COPY, Metadata.TIMES, TRANSFER, new Scratch(Path.of(System.getProperty("java.io.tmpdir"))));
        ManifestPages.send(manifest, 1, message -> {
            try {
                if (message.hasManifestPage()) {
                    reader.page(message.getManifestPage());
                }
            } catch (ProtocolException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void moreThanAnOfferMayCostIsRefused() {
        Manifest page = many(2, "x".repeat(120_000));
        List<Control> messages = new ArrayList<>();
        ManifestPages.send(page, 1, messages::add);
        ManifestReader reader = new ManifestReader(ShareKind.COPY, Metadata.TIMES, TRANSFER, new Scratch(Path.of(System.getProperty("java.io.tmpdir"))));
        assertThatThrownBy(() -> {
            for (int i = 0; ; i += 2) {
                reader.page(messages.get(0).getManifestPage().toBuilder().setFirst(i).build());
            }
        }).isInstanceOf(ProtocolException.class).hasMessageContaining("too large");
    }

    private static Manifest many(int count, String prefix) {
        ManifestBuilder builder = new ManifestBuilder(ShareKind.COPY, Metadata.TIMES, TRANSFER, new Scratch(Path.of(System.getProperty("java.io.tmpdir"))));
        for (int i = 0; i < count; i++) {
            builder.add(new ManifestEntry(prefix + i, false, i, 1_700_000_000L + i, i, 0644));
        }
        return builder.build(0);
    }

    @Test
    void minimalMetadataKeepTimesAndModesHere() {
        ManifestBuilder builder = new ManifestBuilder(ShareKind.COPY, Metadata.MINIMAL, TRANSFER, new Scratch(Path.of(System.getProperty("java.io.tmpdir"))));
        builder.add(new ManifestEntry("a", false, 1, 2, 3, 0755));
        assertThat(builder.build(0).entry(0)).isEqualTo(new ManifestEntry("a", false, 1, 0, 0, 0));
    }

    @Test
    void aChosenFolderBringsWhatIsInIt() throws Exception {
        ManifestBuilder builder = new ManifestBuilder(ShareKind.COPY, Metadata.MINIMAL, TRANSFER, new Scratch(Path.of(System.getProperty("java.io.tmpdir"))));
        for (String path : new String[] {"a/", "a/1", "a/b/", "a/b/2", "ab", "c/", "c/3"}) {
            boolean folder = path.endsWith("/");
            builder.add(new ManifestEntry(folder ? path.substring(0, path.length() - 1) : path, folder, folder ? 0 : 5, 0, 0, 0));
        }
        Manifest manifest = builder.build(0);
        assertThat(Selection.of(manifest, Set.of(0L))).isEqualTo(bits(0, 1, 2, 3));
        assertThat(Selection.of(manifest, Set.of(2L, 4L))).isEqualTo(bits(2, 3, 4));
        assertThat(Selection.of(manifest, Set.of())).isEqualTo(bits(0, 1, 2, 3, 4, 5, 6));
        assertThat(Selection.bytes(manifest, Selection.of(manifest, Set.of(0L)))).isEqualTo(10);
        assertThatThrownBy(() -> Selection.of(manifest, Set.of(7L))).isInstanceOf(ProtocolException.class);
    }

    private static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        for (int bit : set) {
            bits.set(bit);
        }
        return bits;
    }
}
