package dev.ferry.core.transfer.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.names.HostileNames;
import dev.ferry.tck.fuzz.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFuzzTest {
    private static final byte[] TRANSFER = new byte[16];

    @TempDir
    Path folder;

    private byte[] said(ManifestEntry... entries) throws IOException {
        ManifestBuilder builder = new ManifestBuilder(ShareKind.COPY, Metadata.FULL, TRANSFER, new Scratch(folder));
        for (ManifestEntry entry : entries) {
            builder.add(entry);
        }
        List<Control> messages = new ArrayList<>();
        ManifestPages.send(builder.build(2), 1, messages::add);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Control message : messages) {
            message.writeDelimitedTo(bytes);
        }
        return bytes.toByteArray();
    }

    /** Pages and their end as a peer sends them; what comes of them is used as a receiver uses it. */
    @Test
    void manifests() throws IOException {
        Fuzz fuzz = Fuzz.of("manifest-pages").promising(IOException.class)
                .like(said(new ManifestEntry("a", false, 10, 1_000_000_000, 5, 0644), new ManifestEntry("d", true, 0, -1, 0, 0755), new ManifestEntry("d/b", false, 1L << 40, 0, 0, 0)));
        HostileNames.all().stream().limit(20).forEach(hostile -> fuzz.like(hostile.name().getBytes(StandardCharsets.UTF_8)));
        fuzz.run(input -> {
            ManifestReader reader = new ManifestReader(ShareKind.COPY, Metadata.FULL, TRANSFER, new Scratch(folder));
            ByteArrayInputStream in = new ByteArrayInputStream(input);
            for (Control message = Control.parseDelimitedFrom(in); message != null; message = Control.parseDelimitedFrom(in)) {
                if (message.hasManifestEnd()) {
                    used(reader.end(message.getManifestEnd()));
                    return;
                }
                reader.page(message.getManifestPage());
            }
        });
    }

    private static void used(Manifest manifest) {
        EntryKeys keys = EntryKeys.of(manifest);
        for (int i = 0; i < manifest.count(); i++) {
            ManifestEntry entry = manifest.entry(i);
            keys.of(i).ifPresent(key -> assertThat(keys.contains(key)).isTrue());
            FileTime.from(Instant.ofEpochSecond(entry.mtimeSeconds(), entry.mtimeNanos()));
        }
    }
}
