package dev.ferry.core.transfer.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.tck.fuzz.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingLogFuzzTest {
    private static final PartsOwner OWNER = new PartsOwner("ab".repeat(32), "cd".repeat(16), "ef".repeat(32));

    @TempDir
    Path folder;
    private byte[] whole;

    @BeforeEach
    void aLog() throws IOException {
        try (DirectoryHandle staging = DirectoryHandle.open(folder); StagingLog log = StagingLog.begin(staging, Optional.of(OWNER))) {
            log.placed(Map.of(1L, "a", 2L, "d/b (2)"));
            log.intend(List.of("c", "d/e"));
        }
        whole = Files.readAllBytes(folder.resolve(StagingLog.NAME));
    }

    /** The checks hold: only what was written is believed, and no more of it than was. */
    @Test
    void logs() {
        Fuzz.of("staging-logs").like(whole).promising(IOException.class).run(input -> {
            List<String> placed = new ArrayList<>();
            StagingLog.Contents contents = StagingLog.read(new DataInputStream(new ByteArrayInputStream(input)), (key, name) -> placed.add(name)).orElseThrow(IOException::new);
            assertThat(contents.owner()).contains(OWNER);
            assertThat(List.of("a", "d/b (2)")).containsAll(placed);
            assertThat(List.of("c", "d/e")).containsAll(contents.intents());
        });
    }

    /** As whoever may write there can make them: the checks are right. */
    @Test
    void logsWithAnotherContent() {
        Fuzz.of("staging-log-contents").like(bodies(whole)).promising(IOException.class).run(input -> StagingLog.read(new DataInputStream(new ByteArrayInputStream(sealed(input))),
                (key, name) -> { }));
    }

    /** Through the file itself, which may be anything else as well. */
    @Test
    void files() throws IOException {
        Path file = folder.resolve(StagingLog.NAME);
        try (DirectoryHandle staging = DirectoryHandle.open(folder)) {
            Fuzz.of("staging-log-files").times(1_000).like(whole).promising(IOException.class).run(input -> {
                Files.write(file, input);
                StagingLog.read(staging);
            });
        }
    }

    /** The records without their checks. */
    private static byte[] bodies(byte[] log) {
        ByteBuffer from = ByteBuffer.wrap(log);
        ByteBuffer to = ByteBuffer.allocate(log.length);
        while (from.hasRemaining()) {
            int length = from.getInt();
            byte[] body = new byte[1 + length];
            from.get(body).position(from.position() + StagingLog.CHECK);
            to.putInt(length).put(body);
        }
        return Arrays.copyOf(to.array(), to.position());
    }

    private static byte[] sealed(byte[] bodies) {
        ByteBuffer from = ByteBuffer.wrap(bodies);
        ByteBuffer to = ByteBuffer.allocate(bodies.length * 3 + 64);
        byte[] header = {};
        while (from.remaining() > Integer.BYTES) {
            int length = Math.min(from.getInt() & 0xffff, from.remaining() - 1);
            byte kind = from.get();
            byte[] body = new byte[length];
            from.get(body);
            header = to.position() == 0 ? body : header;
            byte[] check = StagingLog.check(header, to.position(), kind, body);
            to.putInt(length).put(kind).put(body).put(check);
        }
        return Arrays.copyOf(to.array(), to.position());
    }
}
