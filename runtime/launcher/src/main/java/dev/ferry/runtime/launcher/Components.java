package dev.ferry.runtime.launcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Which Declarative Services components cannot start, and for want of what. The runtime's types belong to a bundle that this class cannot see; their public fields are read
 * by name (OSGi Compendium 8, 112.9).
 */
final class Components {
    private static final String SERVICE = "org.osgi.service.component.runtime.ServiceComponentRuntime";
    private static final int SATISFIED = 4;
    private static final int ACTIVE = 8;
    private static final int FAILED = 16;
    /** What the runtime says of a component whose failure is another's. */
    private static final String NO_SERVICE = "Unable to get service for reference";

    /** A component that is wanted and does not run. */
    record Waiting(String bundle, String component, Set<String> missing, Optional<String> failure) { }

    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Provider> providers = new ArrayList<>();

    private record Provider(String component, Set<String> interfaces) { }

    private Components() { }

    /** The state now; empty of everything where there is no component runtime. */
    static Components look(BundleContext context) throws ReflectiveOperationException {
        Components components = new Components();
        Optional<ServiceReference<?>> found = ByName.find(context, SERVICE);
        if (found.isEmpty()) {
            return components;
        }
        ServiceReference<?> reference = found.get();
        Object runtime = context.getService(reference);
        try {
            Class<?> type = runtime.getClass().getClassLoader().loadClass(SERVICE);
            Class<?> description = runtime.getClass().getClassLoader().loadClass("org.osgi.service.component.runtime.dto.ComponentDescriptionDTO");
            Object[] all = ((Collection<?>) type.getMethod("getComponentDescriptionDTOs", org.osgi.framework.Bundle[].class).invoke(runtime, (Object) context.getBundles()))
                    .toArray();
            for (Object component : all) {
                components.add(component, (Collection<?>) type.getMethod("getComponentConfigurationDTOs", description).invoke(runtime, component));
            }
        } finally {
            context.ungetService(reference);
        }
        return components;
    }

    private void add(Object description, Collection<?> configurations) throws ReflectiveOperationException {
        String name = (String) field(description, "name");
        String bundle = (String) field(field(description, "bundle"), "symbolicName");
        providers.add(new Provider(name, Set.of((String[]) field(description, "serviceInterfaces"))));
        for (Object configuration : configurations) {
            int state = (int) field(configuration, "state");
            if (state == SATISFIED || state == ACTIVE) {
                continue;
            }
            Set<String> missing = new HashSet<>();
            for (Object unsatisfied : (Object[]) field(configuration, "unsatisfiedReferences")) {
                missing.add(wanted(description, (String) field(unsatisfied, "name"), (String) field(unsatisfied, "target")));
            }
            Optional<String> failure = state == FAILED ? Optional.ofNullable((String) field(configuration, "failure")) : Optional.empty();
            waiting.add(new Waiting(bundle, name, missing, failure));
        }
    }

    private static String wanted(Object description, String reference, String target) throws ReflectiveOperationException {
        for (Object each : (Object[]) field(description, "references")) {
            if (reference.equals(field(each, "name"))) {
                return field(each, "interfaceName") + (target == null ? "" : " " + target);
            }
        }
        return reference;
    }

    private static Object field(Object dto, String name) throws ReflectiveOperationException {
        return dto.getClass().getField(name).get(dto);
    }

    List<Waiting> waiting() {
        return List.copyOf(waiting);
    }

    /**
     * For a person: the components that failed by themselves, and who therefore does not run either; where none did, each that waits, and below it the chain to the one whose
     * absence explains it.
     */
    String report() {
        StringBuilder text = new StringBuilder();
        List<Waiting> roots = waiting.stream().filter(w -> w.failure().filter(f -> !f.contains(NO_SERVICE)).isPresent()).toList();
        if (!roots.isEmpty()) {
            roots.forEach(w -> text.append(w.component()).append(" failed: ").append(rootCause(w.failure().orElse(""))).append('\n'));
            String others = waiting.stream().filter(w -> !roots.contains(w)).map(Waiting::component).sorted().collect(Collectors.joining(", "));
            return others.isEmpty() ? text.toString() : text.append("Without it these do not run: ").append(others).append('\n').toString();
        }
        Set<String> needed = new HashSet<>();
        waiting.forEach(w -> w.missing().forEach(m -> providersOf(m).forEach(needed::add)));
        waiting.stream().filter(w -> !needed.contains(w.component())).forEach(w -> describe(text, w, "", new HashSet<>()));
        if (text.isEmpty()) {
            waiting.forEach(w -> describe(text, w, "", new HashSet<>()));
        }
        return text.toString();
    }

    private void describe(StringBuilder text, Waiting component, String indent, Set<String> told) {
        text.append(indent).append(component.component()).append('\n');
        if (!told.add(component.component())) {
            return;
        }
        for (String missing : component.missing()) {
            List<String> from = providersOf(missing);
            text.append(indent).append("  waits for ").append(missing).append(from.isEmpty() ? ", which no installed component provides\n" : "\n");
            for (String provider : from) {
                waiting.stream().filter(w -> w.component().equals(provider)).forEach(w -> describe(text, w, indent + "    ", told));
            }
        }
    }

    /** The innermost cause of a printed stack trace, without the name of its class where a sentence follows: the line that says what to do about it. */
    private static String rootCause(String trace) {
        List<String> causes = Arrays.stream(trace.split("\n")).filter(l -> l.startsWith("Caused by: ")).toList();
        String line = causes.isEmpty() ? trace.lines().findFirst().orElse("") : causes.get(causes.size() - 1).substring("Caused by: ".length());
        return line.strip().replaceFirst("^[\\w.$]+Exception: (?=.)", "");
    }

    private List<String> providersOf(String missing) {
        String type = missing.split(" ")[0];
        return providers.stream().filter(p -> p.interfaces().contains(type)).map(Provider::component).toList();
    }
}
