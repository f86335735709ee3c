package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What grows in a Java process where something is kept that nobody needs any more.
 *
 * @param loaders bundles with a class loader
 */
record Footprint(long classes, long loaders, long threads) {
    /** After a collection. */
    static Footprint of(Command daemon) throws IOException {
        ask(daemon, "GC.run");
        String loaders = ask(daemon, "VM.classloader_stats");
        // The last line but one: Total = LOADERS CLASSES CHUNKS BLOCKS
        String total = loaders.lines().filter(line -> line.startsWith("Total = ")).findFirst().orElseThrow(() -> new AssertionError(loaders));
        long threads = ask(daemon, "Thread.print").lines().filter(line -> line.startsWith("\"")).count();
        return new Footprint(Long.parseLong(total.split("\\s+")[3]), loaders.lines().filter(line -> line.contains("BundleClassLoader")).count(), threads);
    }

    private static String ask(Command daemon, String command) throws IOException {
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/jcmd").toString(), Long.toString(daemon.process().pid()), command)
                .redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.onExit().join().exitValue()).as(said).isZero();
        return said;
    }

    @Override
    public String toString() {
        return classes + " classes, " + loaders + " bundles with a class loader, " + threads + " threads";
    }
}
