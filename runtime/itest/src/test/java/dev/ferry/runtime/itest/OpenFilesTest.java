package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running device that the system lets open no more files, and then some again. */
@Tag("soak")
class OpenFilesTest {
    @TempDir
    Path folder;
    private Device anna;
    private Device ben;
    private Command annaDaemon;
    private Command benDaemon;

    @BeforeEach
    void pair() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "prlimit is not installed");
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        annaDaemon = anna.up();
        benDaemon = ben.up();
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");
    }

    @AfterEach
    void stop() {
        if (anna != null) {
            anna.close();
            ben.close();
        }
    }

    private static void limit(Command daemon, long files) throws Exception {
        assertThat(new ProcessBuilder("prlimit", "--pid", Long.toString(daemon.process().pid()), "--nofile=" + files + ":").start().waitFor()).isZero();
    }

    private static long open(Command daemon) throws Exception {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(daemon.process().pid()), "fd"))) {
            return files.count();
        }
    }

    /** With a few, with one and with none left over what it has open. */
    private void starveAndFeed(Command daemon) throws Exception {
        for (int spare : new int[] { 12, 6, 3, 0 }) {
            Path tree = Files.createDirectories(folder.resolve("tree" + spare));
            for (int i = 0; i < 30; i++) {
                Trees.random(Files.createDirectories(tree.resolve("d" + i)).resolve("f"), 1000 + i);
            }
            limit(daemon, open(daemon) + spare);
            Command send = anna.start("send", tree.toString(), "--to", "ben", "--timeout", "20s", "--ndjson");
            int exit = send.exit();
            System.out.println(spare + " more files: exit " + exit + " " + send.out().lines().reduce((a, b) -> b).orElse("") + " " + send.err());
            assertThat(exit).as(send.toString()).isNotEqualTo(1);
            assertThat(daemon.process().isAlive()).isTrue();
            limit(daemon, 1024);
            anna.run(0, "send", tree.toString(), "--to", "ben", "--ndjson");
            assertThat(Trees.picture(Received.inbox(ben).resolve(tree.getFileName()))).isEqualTo(Trees.picture(tree));
            assertThat(Received.leftOver(ben)).isEmpty();
        }
    }

    @Test
    void aReceiverWithoutDescriptorsLivesAndGoesOn() throws Exception {
        starveAndFeed(benDaemon);
    }

    @Test
    void aSenderWithoutDescriptorsLivesAndGoesOn() throws Exception {
        starveAndFeed(annaDaemon);
    }
}
