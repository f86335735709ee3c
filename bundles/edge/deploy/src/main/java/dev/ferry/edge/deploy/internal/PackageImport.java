package dev.ferry.edge.deploy.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import org.osgi.framework.VersionRange;

/**
 * A package that a jar uses and does not hold.
 *
 * @param range    versions that it can use, as it says
 * @param optional it runs without it too
 */
record PackageImport(String name, String range, boolean optional) {
    private static final String ANY = "0";
    private static final String RESOLUTION = Constants.RESOLUTION_DIRECTIVE + ":";

    /** Those of the manifest, in its order. One clause may name several packages. */
    static List<PackageImport> of(JarFacts jar) {
        return jar.clauses(Constants.IMPORT_PACKAGE).stream().flatMap(PackageImport::of).toList();
    }

    private static Stream<PackageImport> of(String clause) {
        List<String> names = new ArrayList<>();
        String range = ANY;
        boolean optional = false;
        for (String part : clause.split(";")) {
            String[] words = part.split("=", 2);
            String key = words[0].strip();
            if (words.length == 1) {
                names.add(key);
            } else if (key.equals(Constants.VERSION_ATTRIBUTE)) {
                range = unquoted(words[1]);
            } else if (key.equals(RESOLUTION)) {
                optional = unquoted(words[1]).equals(Constants.RESOLUTION_OPTIONAL);
            }
        }
        String versions = range;
        boolean dispensable = optional;
        return names.stream().map(name -> new PackageImport(name, versions, dispensable));
    }

    private static String unquoted(String value) {
        return value.strip().replace("\"", "").strip();
    }

    /** @throws IllegalArgumentException it is no range of versions */
    VersionRange versions() {
        return VersionRange.valueOf(range);
    }
}
