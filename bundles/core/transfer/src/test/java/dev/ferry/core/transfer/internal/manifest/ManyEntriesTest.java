package dev.ferry.core.transfer.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.disk.Scratch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyEntriesTest {
    private static final int MANY = 300_000;
    private static final byte[] TRANSFER = new byte[16];
    /** As objects they would be fifty mebibytes on each side. */
    private static final long MOST_HEAP = 8 << 20;

    @TempDir
    Path folder;

    private static ManifestEntry entry(int i) {
        return new ManifestEntry("a folder with a name/directory number %04d/a file of the test %07d.txt".formatted(i / 1000, i), false, 100, 1_700_000_000L + i, i, 0644);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void aListOfHundredsOfThousandsCrossesTheWireAndIsNotHeldInMemory() throws Exception {
        Scratch scratch = new Scratch(folder);
        long before = heap();
        ManifestBuilder builder = new ManifestBuilder(ShareKind.COPY, Metadata.FULL, TRANSFER, scratch);
        for (int i = 0; i < MANY; i++) {
            builder.add(entry(i));
        }
        Manifest sent = builder.build(0);
        ManifestReader reader = new ManifestReader(ShareKind.COPY, Metadata.FULL, TRANSFER, scratch);
        Manifest[] read = new Manifest[1];
        ManifestPages.send(sent, 2, message -> {
            try {
                if (message.hasManifestPage()) {
                    reader.page(message.getManifestPage());
                } else {
                    read[0] = reader.end(message.getManifestEnd());
                }
            } catch (ProtocolException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(heap() - before).as("bytes for both sides").isLessThan(MOST_HEAP);
        assertThat(read[0].hash()).isEqualTo(sent.hash());
        for (int i = 0; i < MANY; i += 997) {
            assertThat(read[0].entry(i)).isEqualTo(entry(i));
            assertThat(sent.entry(MANY - 1 - i)).isEqualTo(entry(MANY - 1 - i));
        }
        assertThat(builder.isFull()).isFalse();
    }

    @Test
    void aListIsFullBeforeItsNamesAreTooLongForAReceiver() {
        ManifestBuilder builder = new ManifestBuilder(ShareKind.COPY, Metadata.MINIMAL, TRANSFER, new Scratch(folder));
        String path = "x".repeat(60_000);
        int count = 0;
        for (; !builder.isFull(); count++) {
            builder.add(new ManifestEntry(path + count, false, 0, 0, 0, 0));
        }
        assertThat(count * 60_000L).isBetween(ManifestReader.MAX_BYTES - (1 << 20), ManifestReader.MAX_BYTES);
    }
}
