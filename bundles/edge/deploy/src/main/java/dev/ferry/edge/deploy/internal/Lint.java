package dev.ferry.edge.deploy.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** Whether a jar has the shape of a plugin: one bundle that plays a role, knows the contract alone, and cannot get between the parts that run already. */
final class Lint {
    /** Whose capability a role's annotation writes into the manifest. */
    private static final Map<String, String> ROLES = Map.of("dev.ferry.discovery", "discovery", "dev.ferry.transport", "transport", "dev.ferry.security", "security");
    /** A policy rule has no id, so its service is its capability. */
    private static final String POLICY = "dev.ferry.spi.policy.";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern ID = Pattern.compile("id(?::String)?=\"?([a-z0-9-]{1,32})\"?");
    private static final Pattern ALLOWED = Pattern.compile("dev\\.ferry\\.(model|spi\\..+)");

    private Lint() { }

    /** @param provides the roles that it plays, as {@code discovery vendor-id} */
    record Plugin(String name, Version version, List<String> provides) { }

    /** @throws JarFacts.BadJar with a sentence about the first thing that is wrong */
    static Plugin check(JarFacts jar) throws JarFacts.BadJar {
        String name = jar.header(Constants.BUNDLE_SYMBOLICNAME).map(n -> n.split(";", -1)[0].strip())
                .orElseThrow(() -> new JarFacts.BadJar("It is no OSGi bundle: its manifest names no Bundle-SymbolicName. Build it with bnd."));
        if (!NAME.matcher(name).matches() || !jar.header(Constants.BUNDLE_MANIFESTVERSION).equals(Optional.of("2"))) {
            throw new JarFacts.BadJar("Its manifest is none of a bundle: Bundle-ManifestVersion must be 2 and Bundle-SymbolicName a plain name. Build it with bnd.");
        }
        refuse(jar, Constants.FRAGMENT_HOST, "It is a fragment of another bundle, and a running bundle takes none. Put its classes into the plugin itself.");
        refuse(jar, Constants.EXPORT_PACKAGE, "It exports packages, and nobody may come to depend on a plugin. Make them private.");
        refuse(jar, Constants.REQUIRE_BUNDLE, "It requires a bundle by name. Import packages of the contract instead.");
        refuse(jar, Constants.DYNAMICIMPORT_PACKAGE, "It imports packages as it goes, so what it uses cannot be known. Name them in Import-Package.");
        for (PackageImport used : PackageImport.of(jar)) {
            if ((used.name().equals("dev.ferry") || used.name().startsWith("dev.ferry.")) && !ALLOWED.matcher(used.name()).matches()) {
                throw new JarFacts.BadJar("It uses the package " + used.name() + ", which is not for plugins. Only dev.ferry.model and dev.ferry.spi are.");
            }
        }
        List<String> provides = jar.clauses(Constants.PROVIDE_CAPABILITY).stream().flatMap(Lint::role).toList();
        if (provides.isEmpty()) {
            throw new JarFacts.BadJar("It plays no role: its manifest provides none of the capabilities " + String.join(", ", ROLES.keySet().stream().sorted().toList())
                    + ". Put the role's annotation on the component and build it with bnd.");
        }
        return new Plugin(name, version(jar), provides);
    }

    private static void refuse(JarFacts jar, String header, String sentence) throws JarFacts.BadJar {
        if (jar.header(header).isPresent()) {
            throw new JarFacts.BadJar(sentence);
        }
    }

    private static Version version(JarFacts jar) throws JarFacts.BadJar {
        try {
            return Version.parseVersion(jar.header(Constants.BUNDLE_VERSION).orElse(null));
        } catch (IllegalArgumentException e) {
            throw new JarFacts.BadJar("Its Bundle-Version is no version. Write three numbers with dots.");
        }
    }

    private static Stream<String> role(String clause) {
        String[] parts = clause.split(";", -1);
        String role = ROLES.get(parts[0].strip());
        if (role == null) {
            return parts[0].strip().equals("osgi.service") && clause.contains(POLICY) ? Stream.of("policy") : Stream.empty();
        }
        return Stream.of(parts).skip(1).map(p -> ID.matcher(p.strip())).filter(Matcher::matches).map(m -> role + " " + m.group(1)).limit(1);
    }
}
