package dev.ferry.runtime.launcher;

import dev.ferry.edge.cli.host.HostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * Waits until a started framework is a device: every bundle runs, every component of the core and the edges has what it needs, and the control endpoint answers. A plugin in
 * trouble is that plugin's trouble and does not keep the others from starting.
 */
final class Readiness {
    private static final int BAD_INSTALLATION = 4;
    private static final String ENDPOINT = "(ferry.endpoint=control)";

    private final BundleContext context;
    private final Duration patience;

    Readiness(BundleContext context, Duration patience) {
        this.context = context;
        this.patience = patience;
    }

    void await() throws HostException, InterruptedException, ReflectiveOperationException {
        BlockingQueue<Boolean> changes = new ArrayBlockingQueue<>(1);
        ServiceListener listener = event -> changes.offer(true);
        context.addServiceListener(listener);
        try {
            refuseStopped();
            long deadline = System.nanoTime() + patience.toNanos();
            while (true) {
                List<Components.Waiting> needed = needed(Components.look(context));
                if (needed.isEmpty() && endpoint()) {
                    return;
                }
                // What has failed does not try again; what waits may still come.
                boolean hopeless = needed.stream().anyMatch(w -> w.failure().isPresent());
                if (hopeless || changes.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) == null) {
                    throw notReady();
                }
            }
        } finally {
            context.removeServiceListener(listener);
        }
    }

    private void refuseStopped() throws HostException {
        List<String> stopped = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            boolean runs = bundle.getState() == Bundle.ACTIVE || bundle.getState() == Bundle.STARTING && bundle.getHeaders().get(Constants.BUNDLE_ACTIVATIONPOLICY) != null;
            if (!fragment && !runs && !isPlugin(bundle)) {
                stopped.add(why(bundle));
            }
        }
        if (!stopped.isEmpty()) {
            throw new HostException("start-failed", BAD_INSTALLATION, "Parts of Ferry do not start:\n" + String.join("\n", stopped)
                    + "\nThe installation is not whole, or Java is older than 17; unpack the distribution again.");
        }
    }

    private static String why(Bundle bundle) {
        try {
            bundle.start();
            return bundle.getSymbolicName() + " started late";
        } catch (BundleException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return bundle.getSymbolicName() + ": " + cause.getMessage();
        }
    }

    private boolean endpoint() {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, ENDPOINT);
            return found != null && context.getService(found[0]) != null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Components.Waiting> needed(Components components) {
        Set<String> plugins = Arrays.stream(context.getBundles()).filter(Readiness::isPlugin).map(Bundle::getSymbolicName).collect(Collectors.toSet());
        return components.waiting().stream().filter(w -> !plugins.contains(w.bundle())).toList();
    }

    /** One of the distribution by its start level; one of the home's folder by the location that edge/deploy gives it. */
    private static boolean isPlugin(Bundle bundle) {
        return bundle.getLocation().startsWith("ferry-plugin:") || bundle.getBundleId() != 0 && bundle.adapt(BundleStartLevel.class).getStartLevel() == Distribution.Layer.PLUGINS.startLevel();
    }

    private HostException notReady() throws ReflectiveOperationException {
        Components components = Components.look(context);
        String report = components.report();
        return new HostException("start-failed", BAD_INSTALLATION, report.isEmpty()
                ? "Ferry started, but no control endpoint came up within " + patience.toSeconds() + " s. The feature may lack dev.ferry.edge.control."
                : "Parts of Ferry did not become ready:\n" + report.stripTrailing()
                        + "\nNothing is running now. Where no reason is given, a bundle may be missing from the feature.");
    }
}
