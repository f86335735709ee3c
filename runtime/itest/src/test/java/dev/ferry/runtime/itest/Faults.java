package dev.ferry.runtime.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the system answers to the calls that one device makes below one folder: an error, nothing, or the device's death. The calls of all its threads have one count. Compiles
 * {@code src/test/host/faults.c}, whose layout of the shared file this is.
 */
final class Faults {
    private static final int BYTES = 24 + 16 * Integer.BYTES + 1024;
    private static final int SEEN = 24;
    private static final int FOLDER = SEEN + 16 * Integer.BYTES;

    private final Path library;
    private final Path control;
    private final MappedByteBuffer shared;

    /** In the order of the library's. */
    enum Call { OPEN, WRITE, READ, FORCE, RENAME, UNLINK, MKDIR, SYNC, TRUNCATE }

    /** What happens at a call, in the library's numbers. */
    enum Action {
        DIE(-1), PRETEND(0), EIO(5), EACCES(13), EMFILE(24), ENOSPC(28), EROFS(30);

        private final int number;

        Action(int number) {
            this.number = number;
        }
    }

    private Faults(Path library, Path control, MappedByteBuffer shared) {
        this.library = library;
        this.control = control;
        this.shared = shared;
    }

    /** Why there can be none on this machine; empty when there can. */
    static String missing(Path scratch) {
        try {
            new Faults(compile(scratch), scratch, null);
            return "";
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    /** For one device; its commands and its daemon take it up when they start. */
    static Faults of(Device device, Path scratch) throws IOException {
        Path control = Files.createTempFile(scratch, "faults", "");
        Files.write(control, new byte[BYTES]);
        try (FileChannel file = FileChannel.open(control, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer shared = file.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
            shared.order(ByteOrder.nativeOrder());
            Faults faults = new Faults(compile(scratch), control, shared);
            device.environment(Map.of("LD_PRELOAD", faults.library.toString(), "FERRY_TEST_FAULTS", faults.control.toString()));
            return faults;
        }
    }

    private static Path compile(Path scratch) {
        Path library = scratch.resolve("faults.so");
        if (Files.exists(library)) {
            return library;
        }
        try {
            Path source = Path.of(System.getProperty("ferry.faults"));
            Process process = new ProcessBuilder(List.of("cc", "-O1", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("cc: " + output.strip());
            }
            return library;
        } catch (IOException e) {
            throw new IllegalStateException("no C compiler is installed", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Counts only. */
    void count(Path folder) {
        arm(folder, Set.of(), 0, 0, Action.PRETEND);
    }

    /** The calls of that kind from the first to the last, each counted from 1, meet this. */
    void arm(Path folder, Call call, int first, int last, Action action) {
        arm(folder, Set.of(call), first, last, action);
    }

    private void arm(Path folder, Set<Call> calls, int first, int last, Action action) {
        disarm();
        byte[] name;
        try {
            name = folder.toRealPath().toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        shared.put(FOLDER, name).put(FOLDER + name.length, (byte) 0);
        for (Call each : Call.values()) {
            shared.putInt(SEEN + each.ordinal() * Integer.BYTES, 0);
        }
        shared.putInt(4, calls.stream().mapToInt(call -> 1 << call.ordinal()).sum()).putInt(8, first).putInt(12, last).putInt(16, action.number).putInt(20, 0);
        shared.putInt(0, 1);
    }

    /** Nothing is made durable there any more, and nobody is told. */
    void forceNothing(Path folder) {
        arm(folder, Set.of(Call.FORCE, Call.SYNC), 1, Integer.MAX_VALUE, Action.PRETEND);
    }

    void disarm() {
        shared.putInt(0, 0);
    }

    /** How many calls met it. */
    int hits() {
        return shared.getInt(20);
    }

    /** How many calls of that kind there were since it was armed. */
    int seen(Call call) {
        return shared.getInt(SEEN + call.ordinal() * Integer.BYTES);
    }
}
