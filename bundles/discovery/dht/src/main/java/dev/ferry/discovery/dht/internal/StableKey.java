package dev.ferry.discovery.dht.internal;

import dev.ferry.discovery.dht.internal.mainline.Keys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key under which this device is found by everybody who was told it; no other key follows from it. Made when it is first wanted, kept in the state folder of the home. */
final class StableKey {
    private static final Logger LOG = LoggerFactory.getLogger(StableKey.class);
    private static final String FILE = "dht-pkarr.key";

    private StableKey() { }

    /**
     * @param properties of the framework: {@code ferry.home.state} is the folder, {@code ferry.guest} says that another process owns it
     * @return empty where there is no folder, or the file cannot be trusted
     */
    static Optional<Keys> of(UnaryOperator<String> properties, SecureRandom random) {
        String state = properties.apply("ferry.home.state");
        if (state == null || Boolean.parseBoolean(properties.apply("ferry.guest"))) {
            return Optional.empty();
        }
        Path file = Path.of(state, FILE);
        byte[] seed = new byte[Keys.LENGTH];
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                read(file, seed);
            } else {
                random.nextBytes(seed);
                create(file, seed);
            }
            Keys keys = Keys.of(seed);
            LOG.info("Everybody who knows the pkarr key {} can find this device", Pkarr.of(keys).name());
            return Optional.of(keys);
        } catch (IOException e) {
            LOG.warn("The pkarr key cannot be used, so nothing is published under it: {}", e.getMessage());
            return Optional.empty();
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static void read(Path file, byte[] seed) throws IOException {
        boolean ours = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)).equals("rw-------");
        if (!ours || Files.size(file) != seed.length) {
            throw new IOException(FILE + " must be a regular file of " + seed.length + " bytes that only its owner can read; remove it to get a new key");
        }
        try (SeekableByteChannel in = Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (in.read(ByteBuffer.wrap(seed)) != seed.length) {
                throw new IOException(FILE + " is not whole");
            }
        }
    }

    private static void create(Path file, byte[] seed) throws IOException {
        try (SeekableByteChannel out = Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            out.write(ByteBuffer.wrap(seed));
        }
    }
}
