package dev.ferry.core.transfer.internal.engine;

import static dev.ferry.core.transfer.internal.engine.Device.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareTarget;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Many and large. */
class BulkTest extends TwoDevices {
    @Test
    void tenThousandSmallFilesArrive() throws Exception {
        Path from = Files.createDirectories(dir.resolve("many"));
        for (int i = 0; i < 10_000; i++) {
            Path folder = i % 100 == 0 ? Files.createDirectory(from.resolve("d" + i / 100)) : from.resolve("d" + i / 100);
            Files.write(folder.resolve("f" + i), new byte[] {(byte) i, (byte) (i >> 8)});
        }
        ShareResult sent = send(from);
        assertThat(sent.problem()).isEmpty();
        assertThat(sent.files()).isEqualTo(10_101);
        assertThat(sent.skippedCount()).isZero();
        assertThat(tree(dir.resolve("out/many"))).isEqualTo(tree(from));
    }

    @Test
    void aSparseGibibyteArrives() throws Exception {
        Path from = Files.createDirectories(dir.resolve("from")).resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(from.toFile(), "rw")) {
            file.setLength(1L << 30);
            file.seek(700_000_000);
            file.write(42);
        }
        ShareResult sent = send(from);
        assertThat(sent.problem()).isEmpty();
        assertThat(sent.bytes()).isEqualTo(1L << 30);
        assertThat(Files.mismatch(from, dir.resolve("out/sparse"))).isEqualTo(-1);
    }

    private ShareResult send(Path from) throws Exception {
        ShareHandle sent = alice.share(new ShareTarget.CodeHolder(), from);
        ShareHandle received = bob.collect(sent.view().code().orElseThrow().code(), dir.resolve("out"));
        assertThat(result(received).problem()).isEmpty();
        return result(sent);
    }
}
