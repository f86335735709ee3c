package dev.ferry.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.edge.cli.host.HostException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {
    @TempDir
    Path root;

    private void jar(String path, String... headers) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        for (String header : headers) {
            String[] parts = header.split(": ", 2);
            manifest.getMainAttributes().putValue(parts[0], parts[1]);
        }
        Path file = root.resolve("bundles").resolve(path);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private List<Distribution.Placed> bundles(List<String> names, String... requires) throws HostException {
        return new Distribution(root).bundles(new Feature("x", names, List.of(requires)));
    }

    @Test
    void a_bundle_starts_with_its_folder() throws Exception {
        jar("core/a.jar", "Bundle-SymbolicName: a; singleton:=true", "Bundle-Version: 1.2");
        jar("plugins/b.jar", "Bundle-SymbolicName: b", "Fragment-Host: a");
        jar("plugins/unwanted.jar", "Bundle-SymbolicName: c");

        assertThat(bundles(List.of("a:[1,2)", "b"))).extracting(p -> p.file().name() + " " + p.layer() + " " + p.file().fragment()).containsExactly("a CORE false", "b PLUGINS true");
    }

    @Test
    void what_is_missing_twice_too_old_or_no_bundle_is_named() throws Exception {
        jar("core/a.jar", "Bundle-SymbolicName: a", "Bundle-Version: 1.2");
        assertThatThrownBy(() -> bundles(List.of("z"))).isInstanceOf(HostException.class).hasMessageContaining("needs the bundle z");
        assertThatThrownBy(() -> bundles(List.of("a:[2,3)"))).hasMessageContaining("is of version 1.2.0");
        jar("edge/a-too.jar", "Bundle-SymbolicName: a");
        assertThatThrownBy(() -> bundles(List.of("a"))).hasMessageContaining("is there twice");
        Files.delete(root.resolve("bundles/edge/a-too.jar"));
        jar("core/plain.jar");
        assertThatThrownBy(() -> bundles(List.of("a"))).hasMessageContaining("plain.jar is no bundle");
    }

    @Test
    void a_required_capability_must_be_provided_by_what_was_chosen() throws Exception {
        jar("plugins/m.jar", "Bundle-SymbolicName: m", "Provide-Capability: osgi.service;x=y,dev.ferry.discovery;id=mdns");
        jar("plugins/q.jar", "Bundle-SymbolicName: q", "Provide-Capability: dev.ferry.discovery;id=\"qr\"");

        assertThat(bundles(List.of("m", "q"), "dev.ferry.discovery;id=mdns", "dev.ferry.discovery;id=qr")).hasSize(2);
        assertThatThrownBy(() -> bundles(List.of("m"), "dev.ferry.discovery;id=qr")).hasMessageContaining("dev.ferry.discovery;id=qr");
        assertThatThrownBy(() -> bundles(List.of("m"), "dev.ferry.discovery;id=md")).hasMessageContaining("id=md");
    }

    @Test
    void the_fingerprint_changes_with_the_jars_and_the_feature_alone() throws Exception {
        jar("core/a.jar", "Bundle-SymbolicName: a");
        Distribution distribution = new Distribution(root);
        Feature feature = new Feature("x", List.of("a"), List.of());
        String first = distribution.fingerprint(feature);

        assertThat(distribution.fingerprint(feature)).isEqualTo(first);
        assertThat(distribution.fingerprint(new Feature("x", List.of("a", "b"), List.of()))).isNotEqualTo(first);
        jar("core/a.jar", "Bundle-SymbolicName: a", "X: more");
        assertThat(distribution.fingerprint(feature)).isNotEqualTo(first);
    }

    @Test
    void features_include_others_once_however_they_are_tied() throws Exception {
        Files.writeString(root.resolve("one.json"), "{\"includes\": [\"two\"], \"bundles\": [\"a\"]}");
        Files.writeString(root.resolve("two.json"), "{\"includes\": [\"one\"], \"bundles\": [\"b\", \"a\"], \"requires\": [\"r\"]}");

        assertThat(Feature.read(root, "one")).isEqualTo(new Feature("one", List.of("a", "b"), List.of("r")));
        assertThatThrownBy(() -> Feature.read(root, "../secret")).isInstanceOf(HostException.class).hasMessageContaining("no feature");
    }
}
