package dev.ferry.runtime.itest;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.awaitility.Awaitility;

/**
 * A home of its own: one device of a test, reached by the command as a user has it. Listens and announces on loopback alone, unless it lives in a network namespace.
 */
final class Device implements AutoCloseable {
    private static final Path COMMAND = Path.of(System.getProperty("ferry.command"));

    private final Path home;
    private final List<String> prefix;
    private final List<Command> commands = new ArrayList<>();
    private Path installed = COMMAND;
    private Optional<Path> java = Optional.empty();
    private Optional<Path> cwd = Optional.empty();
    private final Map<String, String> environment = new HashMap<>();

    private Device(Path home, String configuration, List<String> prefix) {
        this.home = home;
        this.prefix = List.copyOf(prefix);
        try {
            Files.createDirectories(home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createDirectories(home.resolve("config"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(home.resolve("config/ferry.json"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On this machine's loopback interface. */
    static Device local(Path homes, String name) {
        return new Device(homes.resolve(name), loopback(name), List.of());
    }

    private static String loopback(String name) {
        return """
                { "dev.ferry.core.identity": { "name": "%s" },
                  "dev.ferry.core.link": { "address": "127.0.0.1" },
                  "dev.ferry.discovery.mdns": { "interfaces": ["lo"], "loopback": "always" } }
                """.formatted(name);
    }

    /** As {@link #local}, run by a user for whom permissions hold: root's are set aside. */
    static Device unprivileged(Path homes, String name) {
        Device device = new Device(homes.resolve(name), loopback(name), Rights.prefix());
        Rights.give(device.home);
        return device;
    }

    /** On this machine's loopback interface, with no multicast: what is found is found in the DHT of this node. */
    static Device inDht(Path homes, String name, String bootstrap) {
        return new Device(homes.resolve(name), """
                { "launcher": { "feature": "internet" },
                  "dev.ferry.core.identity": { "name": "%s" },
                  "dev.ferry.core.link": { "address": "127.0.0.1" },
                  "dev.ferry.discovery.mdns": { "interfaces": ["absent0"], "loopback": "never" },
                  "dev.ferry.discovery.dht": { "enabled": true, "bootstrap": ["%s"], "address": "127.0.0.1", "lookSeconds": 10 } }
                """.formatted(name, bootstrap), List.of());
    }

    /** On this machine's loopback interface, with no multicast: what is found is heard by this adapter of a BlueZ on this message bus. */
    static Device byBluetooth(Path homes, String name, String bus, String adapter) {
        return new Device(homes.resolve(name), """
                { "launcher": { "feature": "nearby" },
                  "dev.ferry.core.identity": { "name": "%s" },
                  "dev.ferry.core.link": { "address": "127.0.0.1" },
                  "dev.ferry.discovery.mdns": { "interfaces": ["absent0"], "loopback": "never" },
                  "dev.ferry.discovery.bluetooth": { "bus": "%s", "adapter": "%s" } }
                """.formatted(name, bus, adapter), List.of());
    }

    /** In a network namespace: every interface there is its own. */
    static Device in(String namespace, Path homes, String name) {
        return new Device(homes.resolve(name), """
                { "dev.ferry.core.identity": { "name": "%s" } }
                """.formatted(name), List.of("ip", "netns", "exec", namespace));
    }

    /** Adds a part to its configuration, for what is started from now on. */
    void configure(String part) {
        Path file = home.resolve("config/ferry.json");
        try {
            Files.writeString(file, Files.readString(file).strip().replaceAll("\\}$", ", " + Matcher.quoteReplacement(part) + " }"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first offer that waits for an answer, waiting for it. */
    JsonObject offer() {
        AtomicReference<JsonObject> found = new AtomicReference<>();
        Awaitility.await("an offer at " + home).atMost(30, TimeUnit.SECONDS).until(() -> {
            run(0, "inbox", "list", "--ndjson").events("offer").stream().findFirst().ifPresent(found::set);
            return found.get() != null;
        });
        return found.get();
    }

    /** The first transfer of its daemon that fits, waiting for it. */
    JsonObject awaitTransfer(Predicate<JsonObject> fits) {
        AtomicReference<JsonObject> found = new AtomicReference<>();
        Awaitility.await("a transfer at " + home).atMost(30, TimeUnit.SECONDS).until(() -> {
            run(0, "transfers", "ls", "--ndjson").events("transfer").stream().filter(fits).findFirst().ifPresent(found::set);
            return found.get() != null;
        });
        return found.get();
    }

    /** Its commands run in this folder from now on. */
    void at(Path folder) {
        cwd = Optional.of(folder);
    }

    /** Its commands are those of this installation from now on. */
    void installation(Path root) {
        installed = root.resolve("bin/ferry");
    }

    /** Its commands run on this Java from now on. */
    void java(Path home) {
        java = Optional.of(home);
    }

    /** Its commands have this in their environment from now on. */
    void environment(Map<String, String> more) {
        environment.putAll(more);
    }

    Path home() {
        return home;
    }

    /** Changes the configuration for the next start. */
    void configure(UnaryOperator<String> change) throws IOException {
        Path file = home.resolve("config/ferry.json");
        Files.writeString(file, change.apply(Files.readString(file)));
    }

    /** Starts a command and does not wait. */
    Command start(String... words) {
        List<String> command = new ArrayList<>(prefix);
        command.add(installed.toString());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("FERRY_HOME", home.toString());
        builder.environment().put("NO_COLOR", "1");
        builder.environment().putAll(environment);
        cwd.ifPresent(folder -> builder.directory(folder.toFile()));
        java.ifPresent(home -> builder.environment().put("FERRY_JAVA_HOME", home.toString()));
        try {
            Command started = new Command(List.of(words), builder.start());
            commands.add(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end and demands its exit code. */
    Command run(int exit, String... words) {
        return start(words).expect(exit);
    }

    /** A daemon that answers. */
    Command up() {
        Command daemon = start("up", "--ndjson");
        daemon.event("ready");
        return daemon;
    }

    @Override
    public void close() {
        commands.forEach(Command::close);
    }
}
