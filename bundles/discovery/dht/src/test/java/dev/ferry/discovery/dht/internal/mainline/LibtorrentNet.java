package dev.ferry.discovery.dht.internal.mainline;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A DHT of libtorrent's nodes on the loopback interface, in a process of its own. */
public final class LibtorrentNet implements AutoCloseable {
    /** Debian's, which brings python3-libtorrent; another in the path may not know it. */
    private static final String PYTHON = "/usr/bin/python3";

    private final Path script;
    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;
    private final List<Integer> ports;

    /** Whether the package is there. */
    public static boolean isInstalled() {
        try {
            Process process = new ProcessBuilder(PYTHON, "-c", "import libtorrent").redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public LibtorrentNet(int nodes) throws IOException {
        script = Files.createTempFile("libtorrent-nodes", ".py");
        try (InputStream source = LibtorrentNet.class.getResourceAsStream("/libtorrent-nodes.py")) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        process = new ProcessBuilder(PYTHON, "-W", "ignore", script.toString(), Integer.toString(nodes)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        out = process.inputReader(StandardCharsets.US_ASCII);
        in = process.outputWriter(StandardCharsets.US_ASCII);
        ports = Arrays.stream(out.readLine().split(" ")).map(Integer::valueOf).toList();
    }

    public List<Bootstrap> bootstrap() {
        return ports.stream().limit(3).map(port -> new Bootstrap("127.0.0.1", port)).toList();
    }

    /** @return how many nodes took it */
    int put(byte[] seed, byte[] key, byte[] value) throws IOException {
        HexFormat hex = HexFormat.of();
        return Integer.parseInt(ask("put " + hex.formatHex(seed) + " " + hex.formatHex(key) + " " + hex.formatHex(value)));
    }

    /** @return empty where it found nothing */
    byte[] get(byte[] key) throws IOException {
        String found = ask("get " + HexFormat.of().formatHex(key));
        return found.equals("-") ? new byte[0] : HexFormat.of().parseHex(found);
    }

    private String ask(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
        return out.readLine();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        Files.deleteIfExists(script);
    }
}
