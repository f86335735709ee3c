package dev.ferry.edge.cli.internal.project;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Unfolds a project from the installation's {@code sdk} folder: words between two {@code @} are replaced in the contents of its files and in their names. */
public final class PluginProject {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final int LONGEST_ID = 32;

    private final Path sdk;

    /** @param sdk holds a folder for each role, and the contract as a Maven repository */
    public PluginProject(Path sdk) {
        this.sdk = sdk;
    }

    /**
     * @param name package, symbolic name and folder of the plugin: a domain of the vendor's, turned around, and a word
     * @return the project's folder
     * @throws IllegalArgumentException a sentence about role or name
     * @throws FileAlreadyExistsException the folder is there
     */
    public Path begin(String role, String name, Path into) throws IOException {
        Path template = sdk.resolve(role);
        if (!role.matches("[a-z]+") || role.equals("repository") || !Files.isDirectory(template)) {
            throw new IllegalArgumentException("There is no beginning of a plugin for the role \"" + role + "\". There is one for: discovery.");
        }
        String id = name.replace('.', '-').replace('_', '-');
        if (!NAME.matcher(name).matches() || id.length() > LONGEST_ID) {
            throw new IllegalArgumentException("\"" + name + "\" is no name for a plugin: write a domain of yours turned around and a word, in lower case and at most " + LONGEST_ID
                    + " letters, such as com.example.beacon.");
        }
        String word = name.substring(name.lastIndexOf('.') + 1);
        Map<String, String> words = Map.of("@name@", name, "@path@", name.replace('.', '/'), "@id@", id, "@version@", version(), "@sdk@", sdk.toAbsolutePath().toString(),
                "@Class@", word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        Path project = into.resolve(name);
        if (Files.exists(project)) {
            throw new FileAlreadyExistsException(project.toString());
        }
        for (Path file : files(template)) {
            Path target = project.resolve(replaced(template.relativize(file).toString(), words));
            Files.createDirectories(target.getParent());
            Files.writeString(target, replaced(Files.readString(file), words));
        }
        return project;
    }

    /** The version of the contract that this installation carries. */
    private String version() throws IOException {
        try (Stream<Path> versions = Files.list(sdk.resolve("repository/dev/ferry/dev.ferry.contract.spi"))) {
            return versions.map(v -> v.getFileName().toString()).max(String::compareTo).orElseThrow(() -> new IOException("There is no contract in " + sdk));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    private static String replaced(String text, Map<String, String> words) {
        String result = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
            result = result.replace(word.getKey(), word.getValue());
        }
        return result;
    }
}
