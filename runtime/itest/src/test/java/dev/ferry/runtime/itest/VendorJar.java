package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.osgi.framework.BundleActivator;

/**
 * A discovery plugin as a vendor makes one, with nothing of this build: compiled against the two packages of the contract, its manifest and its component written by hand. It sees one
 * device, at an address of its label where nobody is: two at one address would be one device.
 */
public final class VendorJar {
    private static final String NAME = "com.example.beacon";
    private static final String SOURCE = """
            package com.example.beacon;
            import dev.ferry.model.*;
            import dev.ferry.spi.discovery.*;
            import java.time.Duration;
            import java.util.*;
            public final class Beacon implements DiscoveryProvider {
                %s
                public void stop() {
                    %s
                }
                static Sighting sighting(String key, Optional<byte[]> record, String label) {
                    return new Sighting(key, record, List.of(new Route("tcp", "127.0.0.1:" + (1 + Math.floorMod(label.hashCode(), 1000)), Proximity.LAN)), Duration.ofHours(1), Map.of("label", label));
                }
                public Registration browse(SightingSink sink) {
                    %s
                }
            }
            """;
    private static final String TRANSPORT = """
            package com.example.beacon;
            import dev.ferry.model.*;
            import dev.ferry.spi.transport.*;
            import java.time.Duration;
            import java.util.*;
            public final class Beacon implements Transport {
                %s
                public void stop() {
                    %s
                }
                public Listener listen(ListenRequest request, LinkSink sink) {
                    %s
                }
                public Link connect(Route route, LinkCredentials credentials, Duration timeout) {
                    throw new NoClassDefFoundError("com/example/beacon/Nowhere");
                }
            }
            """;
    private static final String ACTIVATOR = """
            package com.example.beacon;
            public final class Starter implements org.osgi.framework.BundleActivator {
                public void start(org.osgi.framework.BundleContext context) throws Exception {
                    %s
                }
                public void stop(org.osgi.framework.BundleContext context) throws Exception {
                    %s
                }
            }
            """;
    /** For a method of this plugin: not even an interrupt ends it. */
    static final String FOREVER = "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } }";
    private static final String COMPONENT = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="com.example.beacon" deactivate="stop">
              %s
              <implementation class="com.example.beacon.Beacon"/>
            </scr:component>
            """;

    private static final String FINDS = """
            <property name="ferry.discovery.id" type="String" value="example-beacon"/>
            <property name="ferry.discovery.proximity" type="String" value="LAN"/>
            <service><provide interface="dev.ferry.spi.discovery.DiscoveryProvider"/></service>
            """;
    private static final String MOVES = """
            <property name="ferry.transport.id" type="String" value="%s"/>
            <property name="ferry.transport.rank" type="Integer" value="1000"/>
            <service><provide interface="dev.ferry.spi.transport.Transport"/></service>
            """;

    private final Path work;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> entries = new LinkedHashMap<>();
    private String source = SOURCE;
    private String service = FINDS;
    private String browse = "";
    private String constructor = "";
    private String stop = "";
    private Optional<String> activator = Optional.empty();

    public VendorJar(Path work) {
        this.work = work;
        sees("example device");
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", NAME);
        headers.put("Bundle-Version", "1.0.0");
        headers.put("Import-Package", "dev.ferry.model;version=\"[1,2)\",dev.ferry.spi.discovery;version=\"[1,2)\"");
        headers.put("Provide-Capability", "dev.ferry.discovery;id=example-beacon");
        headers.put("Service-Component", "OSGI-INF/beacon.xml");
    }

    /** @param value empty: the header is left out */
    public VendorJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public VendorJar version(String version) {
        return header("Bundle-Version", version);
    }

    public VendorJar sees(String label) {
        return browse("sink.sighted(sighting(\"one\", Optional.empty(), \"" + label + "\")); return () -> { };");
    }

    /** What it does instead when it is asked to look; {@code sighting(key, record, label)} makes a sighting. */
    public VendorJar browse(String body) {
        browse = body;
        return this;
    }

    /** A transport instead, which claims to be the best of all: what it does when it is asked to listen. It dials nobody. */
    public VendorJar transport(String id, String listen) {
        source = TRANSPORT;
        service = MOVES.formatted(id);
        browse = listen;
        header("Provide-Capability", "dev.ferry.transport;id=" + id);
        return header("Import-Package", headers.get("Import-Package").replace("spi.discovery", "spi.transport"));
    }

    public VendorJar stopping(String body) {
        stop = body;
        return this;
    }

    /** What its bundle does besides, when it is started and when it is stopped. */
    public VendorJar activator(String start, String stop) {
        activator = Optional.of(ACTIVATOR.formatted(start, stop));
        header("Bundle-Activator", "com.example.beacon.Starter");
        return header("Import-Package", headers.get("Import-Package") + ",org.osgi.framework");
    }

    /** One more file in the jar. */
    public VendorJar entry(String name, String text) {
        entries.put(name, text);
        return this;
    }

    public VendorJar constructor(String body) {
        constructor = "public Beacon() { " + body + " }";
        return this;
    }

    /** Builds it and renames it into place, as whoever copies a file should. */
    public Path into(Path file) throws IOException {
        Path classes = Files.createTempDirectory(work, "classes");
        List<String> compile = new ArrayList<>(List.of("--release", "17", "-proc:none", "-d", classes.toString(), "-cp", contract()));
        compile.add(Files.writeString(classes.resolve("Beacon.java"), source.formatted(constructor, stop, browse)).toString());
        if (activator.isPresent()) {
            compile.add(Files.writeString(classes.resolve("Starter.java"), activator.get()).toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, compile.toArray(String[]::new))).isZero();
        Path jar = Files.createTempFile(work, "vendor", ".part");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        headers.entrySet().stream().filter(header -> header.getValue().isEmpty()).forEach(header -> manifest.getMainAttributes().remove(new Attributes.Name(header.getKey())));
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out, manifest)) {
            entry(zip, "OSGI-INF/beacon.xml", COMPONENT.formatted(service).getBytes(StandardCharsets.UTF_8));
            try (DirectoryStream<Path> compiled = Files.newDirectoryStream(classes.resolve("com/example/beacon"))) {
                for (Path each : compiled) {
                    entry(zip, "com/example/beacon/" + each.getFileName(), Files.readAllBytes(each));
                }
            }
            for (Map.Entry<String, String> more : entries.entrySet()) {
                entry(zip, more.getKey(), more.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.createDirectories(file.getParent());
        return Files.move(jar, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void entry(JarOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new JarEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    private static String contract() throws IOException {
        Path bundles = Path.of(System.getProperty("ferry.command")).getParent().resolveSibling("bundles/contract");
        try (Stream<Path> jars = Files.list(bundles)) {
            String framework = BundleActivator.class.getProtectionDomain().getCodeSource().getLocation().getPath();
            return Stream.concat(jars.map(Path::toString), Stream.of(framework)).collect(Collectors.joining(File.pathSeparator));
        }
    }
}
