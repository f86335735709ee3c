package dev.ferry.edge.cli.internal.project;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Unfolds a project from the installation's {@code sdk} folder: words between two {@code @} are replaced in the contents of its files and in their names. */
public final class PluginProject {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final int LONGEST_ID = 32;
    /** What all roles share; a role's own file of the same name goes before. */
    private static final String COMMON = "common";
    /** Of a role: what its README says of it, and by its presence that there is a beginning for it. Its first line is the project's description. */
    private static final String ABOUT = "about.md";

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
        List<String> roles = roles();
        if (!roles.contains(role)) {
            throw new IllegalArgumentException("There is no beginning of a plugin for the role \"" + role + "\". There is one for: " + String.join(", ", roles) + ".");
        }
        String id = name.replace('.', '-').replace('_', '-');
        if (!NAME.matcher(name).matches() || id.length() > LONGEST_ID) {
            throw new IllegalArgumentException("\"" + name + "\" is no name for a plugin: write a domain of yours turned around and a word, in lower case and at most " + LONGEST_ID
                    + " letters, such as com.example.beacon.");
        }
        String word = name.substring(name.lastIndexOf('.') + 1);
        String about = Files.readString(sdk.resolve(role).resolve(ABOUT)).strip();
        Map<String, String> words = new LinkedHashMap<>();
        // First, because the others occur in it.
        words.put("@about@", about);
        words.put("@description@", about.lines().findFirst().orElse(""));
        words.putAll(Map.of("@name@", name, "@path@", name.replace('.', '/'), "@id@", id, "@version@", version(), "@sdk@", sdk.toAbsolutePath().toString(),
                "@Class@", word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)));
        Path project = into.resolve(name);
        if (Files.exists(project)) {
            throw new FileAlreadyExistsException(project.toString());
        }
        for (String part : List.of(COMMON, role)) {
            Path template = sdk.resolve(part);
            for (Path file : files(template)) {
                Path target = project.resolve(replaced(template.relativize(file).toString(), words));
                Files.createDirectories(target.getParent());
                Files.writeString(target, replaced(Files.readString(file), words));
            }
        }
        return project;
    }

    private List<String> roles() throws IOException {
        try (Stream<Path> folders = Files.list(sdk)) {
            return folders.filter(folder -> Files.exists(folder.resolve(ABOUT))).map(folder -> folder.getFileName().toString()).sorted().toList();
        }
    }

    /** The version of the contract that this installation carries. */
    private String version() throws IOException {
        try (Stream<Path> versions = Files.list(sdk.resolve("repository/dev/ferry/dev.ferry.contract.spi"))) {
            return versions.map(v -> v.getFileName().toString()).max(String::compareTo).orElseThrow(() -> new IOException("There is no contract in " + sdk));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).filter(file -> !file.getFileName().toString().equals(ABOUT)).toList();
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
