package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A discovery plugin as a vendor makes one, with nothing of this build: compiled against the two packages of the contract, its manifest and its component written by hand. It sees one
 * device, at an address where nobody is.
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
                    return new Sighting(key, record, List.of(new Route("tcp", "127.0.0.1:9", Proximity.LAN)), Duration.ofHours(1), Map.of("label", label));
                }
                public Registration browse(SightingSink sink) {
                    %s
                }
            }
            """;
    private static final String COMPONENT = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="com.example.beacon" deactivate="stop">
              <property name="ferry.discovery.id" type="String" value="example-beacon"/>
              <property name="ferry.discovery.proximity" type="String" value="LAN"/>
              <service><provide interface="dev.ferry.spi.discovery.DiscoveryProvider"/></service>
              <implementation class="com.example.beacon.Beacon"/>
            </scr:component>
            """;

    private final Path work;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> entries = new LinkedHashMap<>();
    private String browse = "";
    private String constructor = "";
    private String stop = "";

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

    public VendorJar stopping(String body) {
        stop = body;
        return this;
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
        Path source = Files.writeString(classes.resolve("Beacon.java"), SOURCE.formatted(constructor, stop, browse));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "--release", "17", "-proc:none", "-d", classes.toString(), "-cp", contract(), source.toString())).isZero();
        Path jar = Files.createTempFile(work, "vendor", ".part");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        headers.entrySet().stream().filter(header -> header.getValue().isEmpty()).forEach(header -> manifest.getMainAttributes().remove(new Attributes.Name(header.getKey())));
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out, manifest)) {
            entry(zip, "OSGI-INF/beacon.xml", COMPONENT.getBytes(StandardCharsets.UTF_8));
            entry(zip, "com/example/beacon/Beacon.class", Files.readAllBytes(classes.resolve("com/example/beacon/Beacon.class")));
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
            List<String> found = jars.map(Path::toString).toList();
            return found.stream().collect(Collectors.joining(File.pathSeparator));
        }
    }
}
