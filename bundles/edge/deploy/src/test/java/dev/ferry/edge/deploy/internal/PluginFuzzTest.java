package dev.ferry.edge.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.fuzz.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Manifest;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFuzzTest {
    private static final String MANIFEST = "Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\nBundle-SymbolicName: com.example.beacon;singleton:=true\r\nBundle-Version: 1.2.3\r\n"
            + "Import-Package: dev.ferry.model;version=\"[1,2)\",org.slf4j\r\n"
            + "Provide-Capability: osgi.service;objectClass:List<String>=\"a,b\",dev.ferry.discovery;id=example\r\n\r\n";

    /** The JDK's, of each header that stands twice. Held, or its level would be forgotten. */
    private static final Logger WARNINGS = Logger.getLogger("java.util.jar");

    static {
        WARNINGS.setLevel(Level.OFF);
    }

    @TempDir
    Path folder;

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PluginFuzzTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.ISO_8859_1);
    }

    @Test
    void signatures() throws IOException {
        byte[] file = resource("signed");
        Fuzz.of("signatures").like(resource("signed.sig")).promising(IOException.class).run(input -> SshSignature.parse(text(input)).covers(file, SshSignature.NAMESPACE));
    }

    @Test
    void signers() throws IOException {
        Fuzz.of("signers").like(resource("signer.pub")).promising(IllegalArgumentException.class).run(input -> SshKey.parse(text(input)).line());
    }

    @Test
    void manifests() {
        Fuzz.of("manifests").like(MANIFEST.getBytes(StandardCharsets.US_ASCII)).promising(IOException.class).promising(JarFacts.BadJar.class)
                .run(input -> Lint.check(new JarFacts(new Manifest(new ByteArrayInputStream(input)).getMainAttributes())));
    }

    @Test
    void jars() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : new String[] {"META-INF/MANIFEST.MF", "a/B.class"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(MANIFEST.getBytes(StandardCharsets.US_ASCII));
            }
        }
        Path jar = folder.resolve("plugin.jar");
        Fuzz.of("jars").times(2_000).like(bytes.toByteArray()).promising(JarFacts.BadJar.class).run(input -> {
            Files.write(jar, input);
            Lint.check(JarFacts.read(jar));
        });
    }

    @Test
    void indexes() {
        Fuzz.of("plugin-indexes").promising(Index.BadIndex.class).run(input -> Index.parse(input).plugins().values().forEach(offer -> {
            assertThat(folder.resolve(offer.file())).hasParentRaw(folder);
            assertThat(offer.sha256()).hasSize(64);
        }));
    }
}
