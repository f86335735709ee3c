package dev.ferry.edge.deploy.internal;

import dev.ferry.api.PluginView.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Whether a started plugin does its work. Asked each time anew: what it lacks may come, and what it has may go. */
final class Health {
    private final ServiceComponentRuntime components;

    Health(ServiceComponentRuntime components) {
        this.components = components;
    }

    /** @param explanation a sentence; empty where all is well */
    record Finding(State state, String explanation) { }

    Finding of(Bundle bundle) {
        if (bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING) {
            return new Finding(State.FAILED, "It was stopped.");
        }
        List<String> lacks = new ArrayList<>();
        for (ComponentDescriptionDTO description : components.getComponentDescriptionDTOs(bundle)) {
            Collection<ComponentConfigurationDTO> configurations = components.getComponentConfigurationDTOs(description);
            if (configurations.isEmpty()) {
                lacks.add("a configuration " + String.join(" or ", description.configurationPid));
            }
            for (ComponentConfigurationDTO configuration : configurations) {
                if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    return new Finding(State.FAILED, "Its component " + description.name + " failed: " + rootCause(configuration.failure) + ". Tell its vendor.");
                }
                Arrays.stream(configuration.unsatisfiedReferences).forEach(r -> lacks.add("the service " + r.name + (r.target == null ? "" : " " + r.target)));
            }
        }
        if (!lacks.isEmpty()) {
            return new Finding(State.WAITING, "It waits for " + String.join(" and ", lacks) + ".");
        }
        return services(bundle) == null ? new Finding(State.WAITING, "It runs and offers no service. Its component may lack its annotation.") : new Finding(State.ACTIVE, "");
    }

    /** Null where there are none, as the framework says it. */
    private static ServiceReference<?>[] services(Bundle bundle) {
        try {
            return bundle.getRegisteredServices();
        } catch (IllegalStateException e) {
            // It was removed at this moment.
            return null;
        }
    }

    /** The innermost cause of a printed stack trace. */
    private static String rootCause(String trace) {
        String text = trace == null ? "" : trace;
        List<String> causes = text.lines().filter(l -> l.startsWith("Caused by: ")).toList();
        return causes.isEmpty() ? text.lines().findFirst().orElse("no reason was given") : causes.get(causes.size() - 1).substring("Caused by: ".length()).strip();
    }
}
