package dev.ferry.edge.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

class LintTest {
    @TempDir
    Path folder;
    private final Map<String, String> headers = new LinkedHashMap<>();

    @BeforeEach
    void good() {
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", "com.example.beacon;singleton:=true");
        headers.put("Bundle-Version", "1.2.3");
        headers.put("Import-Package", "dev.ferry.model;version=\"[1,2)\",dev.ferry.spi.discovery;version=\"[1,2)\",org.slf4j");
        headers.put("Provide-Capability", "osgi.service;objectClass:List<String>=\"a,b\",dev.ferry.discovery;id=example-beacon");
    }

    private Path jar(String... entries) throws IOException {
        Path jar = folder.resolve("plugin.jar");
        StringBuilder manifest = new StringBuilder("Manifest-Version: 1.0\r\n");
        headers.forEach((name, value) -> manifest.append(name).append(": ").append(value).append("\r\n"));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write(manifest.toString().getBytes(StandardCharsets.UTF_8));
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
            }
        }
        return jar;
    }

    private void refused(Path jar, String... parts) {
        assertThatThrownBy(() -> Lint.check(JarFacts.read(jar))).isInstanceOf(JarFacts.BadJar.class).message().contains(parts).endsWith(".");
    }

    @Test
    void aPluginIsTakenForWhatItSays() throws Exception {
        Lint.Plugin plugin = Lint.check(JarFacts.read(jar("a/B.class")));
        assertThat(plugin.name()).isEqualTo("com.example.beacon");
        assertThat(plugin.version()).isEqualTo(new Version(1, 2, 3));
        assertThat(plugin.provides()).containsExactly("discovery example-beacon");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Fragment-Host | com.example.host | fragment",
        "Fragment-Host | system.bundle;extension:=framework | fragment",
        "Export-Package | com.example.beacon | exports",
        "Export-Package | dev.ferry.model;version=9 | exports",
        "Require-Bundle | dev.ferry.core.identity | requires a bundle",
        "DynamicImport-Package | * | as it goes",
        "Import-Package | dev.ferry.core.identity;dev.ferry.layer=core | dev.ferry.core.identity",
        "Import-Package | org.slf4j;dev.ferry.core.store;version=1 | dev.ferry.core.store",
        "Import-Package | dev.ferry.api | dev.ferry.api",
        "Import-Package | dev.ferry.edge.deploy.internal;resolution:=optional | dev.ferry.edge.deploy.internal",
        "Bundle-ManifestVersion | 1 | ManifestVersion",
        "Bundle-SymbolicName | ../evil | plain name",
        "Bundle-Version | latest | no version",
        "Provide-Capability | com.example;id=x | plays no role",
        "Provide-Capability | dev.ferry.discovery;id=UPPER | plays no role"})
    void eachRuleHasItsSentence(String header, String value, String part) throws Exception {
        headers.put(header, value);
        refused(jar(), part);
    }

    @ParameterizedTest
    @CsvSource({"Bundle-SymbolicName, names no Bundle-SymbolicName", "Bundle-ManifestVersion, Bundle-ManifestVersion must be 2", "Provide-Capability, plays no role"})
    void whatEveryBundleHasMayNotBeMissing(String header, String part) throws Exception {
        headers.remove(header);
        refused(jar(), part);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "a/../../out", "/etc/passwd", "a\\..\\b"})
    void anEntryThatPointsOutOfTheJarIsNoticed(String entry) throws Exception {
        refused(jar(entry), "points out of it");
    }

    @Test
    void oneNameTwiceIsNoticed() throws Exception {
        byte[] bytes = Files.readAllBytes(jar("a/first", "a/secnd"));
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(new String(bytes, StandardCharsets.ISO_8859_1).replace("a/secnd", "a/first").getBytes(StandardCharsets.ISO_8859_1));
        refused(Files.write(folder.resolve("twice.jar"), changed.toByteArray()), "two entries of one name");
    }

    @Test
    void whatIsNoJarIsSaidToBeNone() throws Exception {
        refused(Files.writeString(folder.resolve("text.jar"), "PK, or so I say"), "no jar");
        refused(Files.write(folder.resolve("empty.jar"), new byte[0]), "no jar");
        byte[] whole = Files.readAllBytes(jar("a/B.class"));
        refused(Files.write(folder.resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2)), "no jar");
    }

    @Test
    void aManifestWithoutEndIsNotRead() throws Exception {
        headers.put("Comment", "x".repeat(300 << 10));
        refused(jar(), "longer than 256 KiB");
    }

    @Test
    void aSecondManifestForAnotherJavaIsRefused() throws Exception {
        refused(jar("META-INF/versions/9/OSGI-INF/MANIFEST.MF"), "second manifest");
        refused(jar("meta-inf/versions/17/osgi-inf/manifest.mf"), "second manifest");
    }
}
