package dev.ferry.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.fuzz.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseFuzzTest {
    private static final int DIGEST = 32;

    @TempDir
    Path folder;

    private static void fill(Path file) throws IOException {
        MvFile database = MvFile.open(file);
        database.write(List.of(new Change("pairs", "a", Optional.of(new byte[] {1, 2, 3})), new Change("routes", "b", Optional.of("tcp".getBytes(StandardCharsets.US_ASCII)))));
        database.close();
    }

    private void write(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, bytes);
    }

    /** Whatever the file has become: it opens, or says that it cannot be read. */
    @Test
    void files() throws IOException {
        Path proper = folder.resolve("proper.db");
        fill(proper);
        Path file = folder.resolve("changed.db");
        Fuzz.of("databases").times(300).like(Files.readAllBytes(proper)).promising(IOException.class).run(input -> {
            write(file, input);
            MvFile.open(file).abandon();
        });
    }

    private byte[] copy() throws IOException {
        Path file = folder.resolve("copy");
        SafetyCopy.write(file, 7, visitor -> {
            visitor.visit("pairs", "a", new byte[] {1, 2, 3});
            visitor.visit("routes", "b\ud800", new byte[0]);
        });
        return Files.readAllBytes(file);
    }

    @Test
    void copies() throws IOException {
        byte[] proper = copy();
        Path file = folder.resolve("changed");
        Fuzz.of("safety-copies").times(2_000).like(proper).run(input -> {
            write(file, input);
            assertThat(SafetyCopy.read(file).isPresent()).isEqualTo(Arrays.equals(input, proper));
        });
    }

    /** As whoever may write there can make them: the digest is right. */
    @Test
    void copiesWithAnotherContent() throws IOException {
        byte[] proper = copy();
        Path file = folder.resolve("changed");
        Fuzz.of("safety-copy-contents").times(2_000).like(Arrays.copyOf(proper, proper.length - DIGEST)).run(input -> {
            byte[] sealed = Arrays.copyOf(input, input.length + DIGEST);
            System.arraycopy(MessageDigest.getInstance("SHA-256").digest(input), 0, sealed, input.length, DIGEST);
            write(file, sealed);
            SafetyCopy.read(file).ifPresent(copy -> copy.contents().forEach((table, key, value) -> { }));
        });
    }
}
