package dev.ferry.core.transfer.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another program swaps a directory of the inbox for a link to outside and back, as fast as it can, while files and directories arrive there. */
class SwappedLinkTest {
    private static final int TRIES = Integer.getInteger("ferry.race.tries", 2_000);

    private Path world;
    private Path inbox;
    private Path outside;
    private final AtomicBoolean stop = new AtomicBoolean();
    private Thread attacker;
    private volatile int swaps;

    @BeforeEach
    void beginSwapping() throws Exception {
        world = Files.createTempDirectory(Trees.fastest(), "swapped");
        inbox = Files.createDirectories(world.resolve("inbox"));
        outside = Files.createDirectories(world.resolve("outside"));
        Files.createDirectories(outside.resolve("sub"));
        Files.writeString(outside.resolve("precious"), "precious");
        Files.setLastModifiedTime(outside, FileTime.from(Instant.ofEpochSecond(1)));
        Files.createDirectories(inbox.resolve("d"));
        Path link = Files.createSymbolicLink(world.resolve("link"), outside);
        attacker = new Thread(() -> {
            while (!stop.get()) {
                swap(link);
            }
        });
        attacker.start();
    }

    private void swap(Path link) {
        Path place = inbox.resolve("d");
        Path aside = world.resolve("aside");
        try {
            Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
            Files.move(link, place, StandardCopyOption.ATOMIC_MOVE);
            Thread.onSpinWait();
            Files.move(place, link, StandardCopyOption.ATOMIC_MOVE);
            if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
            }
            swaps++;
        } catch (IOException e) {
            restore(link, place, aside);
        }
    }

    /** Ferry made a directory of that name in between: it is the one to swap now. */
    private void restore(Path link, Path place, Path aside) {
        try {
            if (Files.isSymbolicLink(place)) {
                Files.move(place, link, StandardCopyOption.ATOMIC_MOVE);
            }
            if (Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(aside, inbox.resolve("lost" + swaps++ + "-" + System.nanoTime()));
            }
        } catch (IOException e) {
            stop.set(true);
        }
    }

    @AfterEach
    void endSwapping() throws Exception {
        stop.set(true);
        attacker.join();
        Trees.delete(world);
    }

    @Test
    void noFileDirectoryOrTimeEverReachesOutside() throws Exception {
        int placed = 0;
        int refused = 0;
        for (int i = 0; i < TRIES; i++) {
            try (Receiving receiving = new Receiving(inbox, ConflictPolicy.values()[i % ConflictPolicy.values().length])) {
                try {
                    SafePath made = receiving.folder.makeDirectory(Receiving.path("d/made" + i), ConflictPolicy.RENAME);
                    receiving.folder.timeOfDirectory(made, Instant.ofEpochSecond(2));
                    receiving.folder.timeOfDirectory(Receiving.path("d"), Instant.ofEpochSecond(2));
                } catch (DiskException e) {
                    refused++;
                }
                Placement placement = receiving.file("d/x" + i, "x").orElseThrow();
                placed += placement instanceof Placement.Placed ? 1 : 0;
                receiving.file("d/sub/y", "y");
                receiving.file("d/precious", "no");
                receiving.folder.finish();
            }
        }
        stop.set(true);
        attacker.join();

        assertThat(Trees.contents(outside)).containsOnlyKeys("sub", "precious").containsEntry("precious", "precious");
        assertThat(Files.getLastModifiedTime(outside)).isEqualTo(FileTime.from(Instant.ofEpochSecond(1)));
        assertThat(swaps).isGreaterThan(100);
        assertThat(placed).isPositive();
        assertThat(refused).isPositive();
    }
}
