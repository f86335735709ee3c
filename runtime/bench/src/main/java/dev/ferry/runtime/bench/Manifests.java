package dev.ferry.runtime.bench;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestBuilder;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.manifest.ManifestPages;
import dev.ferry.core.transfer.internal.manifest.ManifestReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The list of 10,000 files; times are for one file. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Manifests {
    private static final int FILES = 10_000;
    private static final byte[] TRANSFER = new byte[16];

    private final Scratch scratch = new Scratch(Path.of(System.getProperty("java.io.tmpdir")));
    private final Manifest manifest = build();
    private final List<Control> pages = new ArrayList<>();

    public Manifests() {
        ManifestPages.send(manifest, 2, pages::add);
    }

    private Manifest build() {
        ManifestBuilder builder = new ManifestBuilder(ShareKind.COPY, Metadata.FULL, TRANSFER, scratch);
        for (int i = 0; i < FILES; i++) {
            builder.add(new ManifestEntry("pictures/" + i / 100 + "/IMG_" + i + ".jpeg", false, 4096, 1_500_000_000 + i, i, 0644));
        }
        return builder.build(0);
    }

    @Benchmark
    @OperationsPerInvocation(FILES)
    public Manifest made() {
        return build();
    }

    @Benchmark
    @OperationsPerInvocation(FILES)
    public Manifest read() throws ProtocolException {
        ManifestReader reader = new ManifestReader(ShareKind.COPY, Metadata.FULL, TRANSFER, scratch);
        for (Control page : pages) {
            if (page.hasManifestPage()) {
                reader.page(page.getManifestPage());
            } else {
                return reader.end(page.getManifestEnd());
            }
        }
        throw new IllegalStateException("A manifest has an end");
    }

    @Benchmark
    @OperationsPerInvocation(FILES)
    public long goneThrough() {
        long bytes = 0;
        for (int i = 0; i < FILES; i++) {
            bytes += manifest.entry(i).size();
        }
        return bytes;
    }
}
