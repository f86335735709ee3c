package dev.ferry.edge.deploy.internal;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Version;

/** Whether the packages of ours that a plugin was built for are those that this installation has. Asked before it is started, so that what is told is versions and not a resolver's words. */
final class Contract {
    private static final String OURS = "dev.ferry.";

    private Contract() { }

    /**
     * @param offered the versions of each package of the installation
     * @return a sentence about what does not fit; empty where all does
     */
    static Optional<String> misfit(JarFacts jar, Map<String, Set<Version>> offered) throws JarFacts.BadJar {
        for (PackageImport needed : PackageImport.of(jar)) {
            if (needed.name().startsWith(OURS) && !needed.optional() && !fits(needed, offered)) {
                return Optional.of("It is parked, because it is made for another Ferry: it needs " + needed.name() + " in version " + needed.range() + ", and this one has "
                        + versions(offered.getOrDefault(needed.name(), Set.of())) + ". Get the version of it that is made for this Ferry.");
            }
        }
        return Optional.empty();
    }

    private static boolean fits(PackageImport needed, Map<String, Set<Version>> offered) throws JarFacts.BadJar {
        try {
            return offered.getOrDefault(needed.name(), Set.of()).stream().anyMatch(needed.versions()::includes);
        } catch (IllegalArgumentException e) {
            throw new JarFacts.BadJar("It imports " + needed.name() + " in version " + needed.range() + ", and that is no version. Build it with bnd.");
        }
    }

    private static String versions(Set<Version> versions) {
        return versions.isEmpty() ? "no such package" : new TreeSet<>(versions).stream().map(Version::toString).collect(Collectors.joining(" and "));
    }
}
