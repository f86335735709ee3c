package dev.ferry.discovery.mdns.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Avahi in the namespace of a host, with a message bus of its own: another implementation of multicast DNS, the one of most Linux desktops. */
final class Avahi implements AutoCloseable {
    private static final List<String> NEEDED = List.of("avahi-daemon", "avahi-browse", "avahi-publish", "dbus-daemon");

    private final String namespace;
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    /** What is not installed; empty if all is. */
    static List<String> missing() {
        return NEEDED.stream().filter(name -> List.of("/usr/bin", "/usr/sbin").stream().noneMatch(bin -> Files.isExecutable(Path.of(bin, name)))).toList();
    }

    Avahi(Host host) throws IOException {
        namespace = host.namespace();
        folder = Files.createTempDirectory("avahi");
        Files.writeString(folder.resolve("bus.conf"), """
                <busconfig><type>system</type><listen>unix:path=%s/bus</listen><policy context="default">
                <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
                """.formatted(folder));
        Files.writeString(folder.resolve("avahi.conf"), "[server]\nuse-ipv4=yes\nuse-ipv6=yes\n[publish]\npublish-workstation=no\n");
        start("dbus-daemon", "--config-file=" + folder.resolve("bus.conf"), "--nofork");
        Awaitility.await("the bus").until(() -> Files.exists(folder.resolve("bus")));
        // Its lock would be that of the machine's own, so it gets a folder that only it sees.
        start("unshare", "-m", "sh", "-c", "mkdir -p /run/avahi-daemon && mount -t tmpfs none /run/avahi-daemon && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits -f " + folder.resolve("avahi.conf"));
        Awaitility.await("avahi answers").atMost(20, TimeUnit.SECONDS).until(() -> ask("avahi-browse", "-rpt", "_nobody._tcp").exit() == 0);
    }

    private ProcessBuilder here(String... words) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + folder.resolve("bus"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    Process start(String... words) throws IOException {
        Process process = here(words).redirectOutput(folder.resolve(processes.size() + ".log").toFile()).start();
        processes.add(process);
        return process;
    }

    record Answer(int exit, String text) { }

    private Answer ask(String... words) {
        try {
            Process process = here(words).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Resolved services of Ferry's type, one a line, in avahi-browse's own form. */
    List<String> browse() {
        return ask("avahi-browse", "-rpt", "_ferry._tcp").text().lines().filter(line -> line.startsWith("=")).toList();
    }

    @Override
    public void close() throws IOException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
