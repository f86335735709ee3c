package dev.ferry.edge.cli.internal.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A home of its own, bound to the loopback interface: nothing that it says leaves this machine. */
final class DemoDevice {
    private static final FileAttribute<Set<PosixFilePermission>> OURS = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final String name;
    private final Path home;
    private final List<String> command;

    DemoDevice(Path folder, String name, List<String> command) throws IOException {
        this.name = name;
        this.home = folder.resolve(name);
        this.command = List.copyOf(command);
        Files.createDirectory(home, OURS);
        Files.createDirectory(home.resolve("config"), OURS);
        Files.writeString(home.resolve("config/ferry.json"), """
                {
                  "dev.ferry.core.identity": { "name": "%s" },
                  "dev.ferry.core.link": { "address": "127.0.0.1" },
                  "dev.ferry.core.resolver": { "visible": "always" },
                  "dev.ferry.discovery.mdns": { "interfaces": ["lo"], "loopback": "always" }
                }
                """.formatted(name));
    }

    String name() {
        return name;
    }

    Path home() {
        return home;
    }

    /** Starts a command of this device whose events are read. */
    Running start(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--ndjson");
        return new Running(name + ": ferry " + String.join(" ", words), builder(all).start());
    }

    /** Runs one to its end. */
    void run(Duration patience, String... words) throws IOException, DemoException, InterruptedException {
        try (Running running = start(words)) {
            running.success(patience);
        }
    }

    /** Runs one that a person watches: it writes where this process writes. */
    int show(String... words) throws IOException, InterruptedException {
        return builder(List.of(words)).inheritIO().start().waitFor();
    }

    private ProcessBuilder builder(List<String> words) {
        List<String> all = new ArrayList<>(command);
        all.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().put("FERRY_HOME", home.toString());
        return builder;
    }
}
