package dev.ferry.runtime.launcher;

import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Services whose types belong to bundles. */
final class ByName {
    private ByName() { }

    /**
     * The service, whatever class path this process has: the plain look-up hides a service whose type the asker could also load from elsewhere, as a program that embeds Ferry
     * or a test can.
     */
    static Optional<ServiceReference<?>> find(BundleContext context, String type) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(type, null);
            return found == null ? Optional.empty() : Optional.of(found[0]);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("No filter was given", e);
        }
    }
}
