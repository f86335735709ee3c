package dev.ferry.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.edge.cli.host.Host.Kind;
import dev.ferry.edge.cli.internal.control.ControlClient;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Two devices as two frameworks of one Java, asked over their control sockets. */
abstract class TwoFrameworks {
    @TempDir
    Path folder;
    FrameworkNode anna;
    FrameworkNode ben;

    @BeforeEach
    void start() throws Exception {
        anna = node("anna");
        ben = node("ben");
    }

    @AfterEach
    void stop() {
        for (FrameworkNode node : Arrays.asList(anna, ben)) {
            if (node != null) {
                node.close();
            }
        }
    }

    Path home(String name) {
        return folder.resolve(name);
    }

    private FrameworkNode node(String name) throws Exception {
        Path home = Files.createDirectory(home(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectory(home.resolve("config"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(home.resolve("config/ferry.json"), """
                { "dev.ferry.core.identity": { "name": "%s" }, "dev.ferry.core.link": { "address": "127.0.0.1" },
                  "dev.ferry.discovery.mdns": { "interfaces": ["lo"] }, "dev.ferry.edge.deploy": { "unsigned": true } }
                """.formatted(name));
        Path distribution = Path.of(System.getProperty("ferry.command")).getParent().getParent().normalize();
        return new LocalHost(distribution, Map.of("FERRY_HOME", home.toString()), List.of("ferry")).start(Kind.DAEMON, false);
    }

    /** Runs a verb to its end: its exit code, and all its events. */
    record Answer(int exit, List<JsonObject> events) {
        JsonObject event(String name) {
            return events.stream().filter(e -> e.getString("event", "").equals(name)).reduce((first, last) -> last)
                    .orElseThrow(() -> new AssertionError("no event " + name + " among " + events));
        }
    }

    Answer ask(FrameworkNode node, String verb, JsonObject arguments, BlockingQueue<JsonObject> live) throws Exception {
        try (ControlClient client = ControlClient.connect(node.socket()).orElseThrow()) {
            List<JsonObject> events = new ArrayList<>();
            int exit = client.request(verb, folder, arguments, event -> {
                events.add(event);
                live.add(event);
            });
            return new Answer(exit, events);
        }
    }

    Answer ask(FrameworkNode node, String verb, JsonObject arguments) throws Exception {
        return ask(node, verb, arguments, new LinkedBlockingQueue<>());
    }

    static JsonObject arguments(String... pairs) {
        var builder = Json.createObjectBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            builder.add(pairs[i], pairs[i + 1]);
        }
        return builder.build();
    }

    static JsonObject sending(Path file, String to) {
        JsonArrayBuilder files = Json.createArrayBuilder().add(file.toString());
        return Json.createObjectBuilder().add("files", files).add("to", Json.createArrayBuilder().add(to)).build();
    }

    void pair() throws Exception {
        BlockingQueue<JsonObject> shown = new LinkedBlockingQueue<>();
        CompletableFuture<Answer> showing = CompletableFuture.supplyAsync(() -> {
            try {
                return ask(ben, "pair", arguments(), shown);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        JsonObject code = shown.poll(30, TimeUnit.SECONDS);
        assertThat(ask(anna, "pair", arguments("code", code.getString("code"))).exit()).isZero();
        assertThat(showing.get(30, TimeUnit.SECONDS).exit()).isZero();
        assertThat(ask(ben, "trust", arguments("device", "anna", "level", "trusted")).exit()).isZero();
    }

    static Bundle bundle(FrameworkNode node, String name) {
        return Arrays.stream(node.context().getBundles()).filter(b -> name.equals(b.getSymbolicName())).findFirst().orElseThrow();
    }

    /** The components of all other bundles by service id; ids are never reused, so a component that was activated again has another. */
    static Map<Long, String> services(FrameworkNode node, String... but) throws Exception {
        Map<Long, String> services = new TreeMap<>();
        for (ServiceReference<?> service : node.context().getAllServiceReferences(null, "(component.name=*)")) {
            if (!Arrays.asList(but).contains(service.getBundle().getSymbolicName())) {
                services.put((Long) service.getProperty(Constants.SERVICE_ID), (String) service.getProperty("component.name"));
            }
        }
        return services;
    }
}
