package dev.ferry.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Domain;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;

/** What the bundles' manifests promise and ask for; the framework keeps to nothing else. */
class ManifestsTest {

    private final List<Domain> bundles = bundles();

    @Test
    void what_core_exports_only_core_can_import() {
        assertThat(of("core")).flatExtracting(bundle -> bundle.getExportPackage().entrySet())
                .as("write @Export(attribute = {\"dev.ferry.layer=core\", \"mandatory:=dev.ferry.layer\"})")
                .allSatisfy(export -> assertThat(export.getValue())
                        .as(export.getKey())
                        .containsEntry("dev.ferry.layer", "core")
                        .containsEntry("mandatory:", "dev.ferry.layer"));
    }

    @Test
    void plugins_and_edges_export_nothing() {
        assertThat(bundles).filteredOn(bundle -> !name(bundle).matches("dev\\.ferry\\.(core|contract)\\..*"))
                .isNotEmpty()
                .allSatisfy(bundle -> assertThat(bundle.getExportPackage().keySet()).as(name(bundle)).isEmpty());
    }

    @Test
    void only_core_imports_core() {
        assertThat(bundles).filteredOn(bundle -> !name(bundle).startsWith("dev.ferry.core."))
                .isNotEmpty()
                .allSatisfy(bundle -> assertThat(imports(bundle)).as(name(bundle))
                        .noneMatch(entry -> entry.getKey().startsWith("dev.ferry.core."))
                        .noneMatch(entry -> entry.getValue().containsKey("dev.ferry.layer")));
    }

    private List<Domain> of(String layer) {
        return bundles.stream().filter(bundle -> name(bundle).startsWith("dev.ferry." + layer + ".")).toList();
    }

    private static Iterable<Map.Entry<String, Attrs>> imports(Domain bundle) {
        Parameters imports = bundle.getImportPackage();
        return imports.entrySet();
    }

    private static String name(Domain bundle) {
        return bundle.getBundleSymbolicName().getKey();
    }

    private static List<Domain> bundles() {
        try {
            return Collections.list(ManifestsTest.class.getClassLoader().getResources("META-INF/MANIFEST.MF")).stream()
                    .map(ManifestsTest::read)
                    .filter(bundle -> bundle.getBundleSymbolicName() != null && name(bundle).startsWith("dev.ferry."))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Domain read(URL manifest) {
        try (InputStream in = manifest.openStream()) {
            return Domain.domain(new Manifest(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
