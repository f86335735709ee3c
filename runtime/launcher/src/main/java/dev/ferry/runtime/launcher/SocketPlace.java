package dev.ferry.runtime.launcher;

import dev.ferry.edge.cli.host.HostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where sockets are: in the run folder, or in a short private folder where that path is longer than the kernel takes. Every process of one home finds the same place. */
final class SocketPlace {
    /** A socket's address holds 104 bytes on some systems and 108 on Linux, the closing NUL included. */
    private static final int LONGEST = 100;
    private static final int HASH_BYTES = 8;

    private SocketPlace() { }

    static Path of(Path run, Path temporary, String name) throws HostException {
        Path wanted = run.resolve(name);
        if (wanted.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
            return wanted;
        }
        Path folder = temporary.resolve("ferry-" + hash(run));
        PrivateFolder.closed(folder);
        return folder.resolve(name);
    }

    private static String hash(Path run) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(run.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
