package dev.ferry.runtime.exam;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.options.UrlProvisionOption;

/** The bundles of a feature, as the distribution has them, in a home of their own. Runs outside the framework. */
final class Distribution {
    private static final Path ROOT = Path.of(System.getProperty("ferry.distribution", "../distribution/target/ferry")).toAbsolutePath().normalize();

    private Distribution() { }

    /** A framework with a feature's bundles but the ones left out. */
    static Option feature(String name, String... leftOut) throws IOException {
        List<String> out = List.of(leftOut);
        Map<String, Path> jars = jars();
        List<Option> options = new ArrayList<>();
        for (String bundle : bundles(name)) {
            if (!out.contains(bundle)) {
                Path jar = jar(jars, bundle);
                UrlProvisionOption option = bundle("reference:" + jar.toUri());
                options.add(isFragment(jar) ? option.noStart() : option);
            }
        }
        options.add(junitBundles());
        home().forEach((property, path) -> options.add(frameworkProperty(property).value(path.toString())));
        options.add(frameworkProperty("ferry.guest").value("false"));
        return composite(options.toArray(Option[]::new));
    }

    private static boolean isFragment(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Fragment-Host") != null;
        }
    }

    /** Where a bundle's jar is, for a test that installs it while the system runs. */
    static Path jar(String bundle) throws IOException {
        return jar(jars(), bundle);
    }

    private static Path jar(Map<String, Path> jars, String bundle) {
        Path jar = jars.get(bundle);
        if (jar == null) {
            throw new IllegalStateException("The distribution has no bundle " + bundle);
        }
        return jar;
    }

    private static List<String> bundles(String feature) throws IOException {
        List<String> bundles = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(ROOT.resolve("features").resolve(feature + ".json")); JsonReader reader = Json.createReader(text)) {
            JsonObject json = reader.readObject();
            if (json.containsKey("includes")) {
                for (JsonString included : json.getJsonArray("includes").getValuesAs(JsonString.class)) {
                    bundles.addAll(bundles(included.getString()));
                }
            }
            json.getJsonArray("bundles").getValuesAs(JsonString.class).forEach(b -> bundles.add(b.getString().replaceAll(":.*", "")));
        }
        return bundles;
    }

    private static Map<String, Path> jars() throws IOException {
        Map<String, Path> jars = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(ROOT.resolve("bundles"))) {
            for (Path jar : all.filter(p -> p.toString().endsWith(".jar")).sorted().toList()) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    jars.put(file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName").replaceAll(";.*", ""), jar);
                }
            }
        }
        return jars;
    }

    private static Map<String, Path> home() {
        try {
            Path home = Files.createTempDirectory("ferry-exam", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Map<String, Path> folders = new LinkedHashMap<>();
            for (String name : List.of("config", "state", "cache", "run", "inbox")) {
                folders.put("ferry.home." + name, Files.createDirectory(home.resolve(name)));
            }
            folders.put("ferry.control.socket", home.resolve("run/control.sock"));
            return folders;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
