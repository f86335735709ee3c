package dev.ferry.runtime.launcher;

import dev.ferry.edge.cli.host.HostException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.VersionRange;

/** The unpacked directory: {@code bundles/<layer>/*.jar} and {@code features/*.json}. */
final class Distribution {
    /** Changes when what this class or {@link Node} stores in a framework's cache changes its meaning. */
    private static final String FORMAT = "1";
    private static final int BROKEN = 4;

    /** The layers in the order in which they start. Each is a folder and a start level. */
    enum Layer {
        CONTRACT(1), THIRD_PARTY(1), SUPPORT(2), CORE(3), PLUGINS(4), EDGE(5);

        private final int startLevel;

        Layer(int startLevel) {
            this.startLevel = startLevel;
        }

        int startLevel() {
            return startLevel;
        }

        String folder() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** A bundle and when it starts. */
    record Placed(BundleFile file, Layer layer) { }

    private final Path root;

    Distribution(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path features() {
        return root.resolve("features");
    }

    /**
     * The jars of a feature.
     *
     * @throws HostException one is missing, there twice or of a wrong version, or nobody provides a required capability
     */
    List<Placed> bundles(Feature feature) throws HostException {
        Map<String, Placed> all = all();
        List<Placed> chosen = new ArrayList<>();
        for (String wanted : feature.bundles()) {
            String name = wanted.split(":", 2)[0];
            Placed found = all.get(name);
            if (found == null) {
                throw broken("The feature \"" + feature.name() + "\" needs the bundle " + name + ", which is not in " + root.resolve("bundles"));
            }
            if (wanted.contains(":") && !new VersionRange(wanted.split(":", 2)[1]).includes(found.file().version())) {
                throw broken("The feature \"" + feature.name() + "\" needs " + wanted + ", and " + found.file().jar() + " is of version " + found.file().version());
            }
            chosen.add(found);
        }
        for (String capability : feature.requires()) {
            String clause = capability.replace(" ", "");
            if (chosen.stream().noneMatch(placed -> provides(placed.file().provides(), clause))) {
                throw broken("No bundle of the feature \"" + feature.name() + "\" provides " + capability);
            }
        }
        return chosen;
    }

    private static boolean provides(String header, String clause) {
        String plain = header.replace("\"", "").replace(":String", "").replace(" ", "");
        return Stream.of(plain.split(",")).anyMatch(c -> (c + ";").startsWith(clause + ";"));
    }

    private Map<String, Placed> all() throws HostException {
        Map<String, Placed> all = new LinkedHashMap<>();
        for (Layer layer : Layer.values()) {
            for (Path jar : jars(layer)) {
                BundleFile file = read(jar).orElseThrow(() -> broken(jar + " is no bundle: its manifest names no Bundle-SymbolicName"));
                Placed twin = all.putIfAbsent(file.name(), new Placed(file, layer));
                if (twin != null) {
                    throw broken("The bundle " + file.name() + " is there twice: " + twin.file().jar() + " and " + jar);
                }
            }
        }
        return all;
    }

    private static Optional<BundleFile> read(Path jar) throws HostException {
        try {
            return BundleFile.read(jar);
        } catch (IOException | IllegalArgumentException e) {
            throw broken(jar + " cannot be read: " + e.getMessage());
        }
    }

    private List<Path> jars(Layer layer) throws HostException {
        Path folder = root.resolve("bundles").resolve(layer.folder());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(f -> f.getFileName().toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw broken(folder + " cannot be read: " + e.getMessage());
        }
    }

    /** Equal where a framework's cache of a former start may be used again. Looks at names, lengths and times, opens no jar. */
    String fingerprint(Feature feature) throws HostException {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            StringBuilder facts = new StringBuilder(FORMAT).append('\n').append(System.getProperty("java.vm.version")).append('\n').append(feature).append('\n');
            for (Layer layer : Layer.values()) {
                for (Path jar : jars(layer)) {
                    facts.append(jar).append(' ').append(Files.size(jar)).append(' ').append(changed(jar)).append('\n');
                }
            }
            return HexFormat.of().formatHex(hash.digest(facts.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw broken("The bundles in " + root + " cannot be read: " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    /** When the kernel last saw it change. A reproducible build gives every file one modification time, and so does unpacking it. */
    private static Object changed(Path jar) throws IOException {
        return Files.getFileStore(jar).supportsFileAttributeView("unix") ? Files.getAttribute(jar, "unix:ctime") : Files.getLastModifiedTime(jar);
    }

    private static HostException broken(String what) {
        return new HostException("broken-installation", BROKEN, what + ". The installation is not whole; unpack the distribution again.");
    }
}
