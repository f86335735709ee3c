package dev.ferry.runtime.launcher;

import dev.ferry.edge.cli.host.Host;
import dev.ferry.edge.cli.host.HostException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** A device in a framework of this process, from the distribution's bundles. */
public final class FrameworkNode implements Host.Node {
    private static final long STOP_SECONDS = 15;

    /**
     * What to start.
     *
     * @param storage    the framework's cache; used again while the distribution is the same
     * @param properties for the bundles, by {@code BundleContext.getProperty}
     * @param patience   how long parts may take to become ready
     * @param onStop     runs once after everything has stopped
     */
    record Setup(Distribution distribution, Feature feature, Configuration configuration, Path storage, Map<String, String> properties, Path socket, boolean guest,
                 Duration patience, Runnable onStop) { }

    private final Setup setup;
    private final Framework framework;

    private FrameworkNode(Setup setup, Framework framework) {
        this.setup = setup;
        this.framework = framework;
    }

    static FrameworkNode start(Setup setup) throws HostException {
        FrameworkNode node;
        try {
            node = new FrameworkNode(setup, framework(setup));
        } catch (HostException | RuntimeException e) {
            setup.onStop().run();
            throw e;
        }
        boolean started = false;
        try {
            node.run();
            started = true;
            return node;
        } finally {
            if (!started) {
                node.close();
            }
        }
    }

    private static Framework framework(Setup setup) throws HostException {
        String fingerprint = setup.distribution().fingerprint(setup.feature());
        BundleCache cache = new BundleCache(setup.storage());
        boolean fresh = !cache.matches(fingerprint);
        try {
            if (fresh) {
                cache.clear();
            }
            Framework framework = new FrameworkFactory().newFramework(properties(setup));
            framework.init();
            if (fresh) {
                install(framework.getBundleContext(), setup.distribution().bundles(setup.feature()));
                cache.write(fingerprint);
            }
            return framework;
        } catch (IOException e) {
            throw new HostException("home-unusable", 4, "Ferry cannot write its cache " + setup.storage() + ": " + e.getMessage()
                    + ". Free some space, or remove the folder if it is not yours to write.", e);
        } catch (BundleException e) {
            throw new HostException("start-failed", 1, "The framework does not start: " + e.getMessage() + ". Remove " + setup.storage() + " and try again.", e);
        }
    }

    private static Map<String, String> properties(Setup setup) {
        Map<String, String> properties = new HashMap<>(setup.properties());
        properties.put(Constants.FRAMEWORK_STORAGE, setup.storage().toString());
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_SINGLE);
        // Configuration must be there before the first component that reads it.
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(Distribution.Layer.SUPPORT.startLevel()));
        properties.put("felix.shutdown.hook", "false");
        properties.put("felix.log.level", "0");
        // Resolving some fifty bundles once needs no threads that outlive it.
        properties.put("felix.resolver.parallelism", "1");
        return properties;
    }

    private static void install(BundleContext context, List<Distribution.Placed> bundles) throws BundleException {
        // Fragments first: a host that is resolved takes no more.
        List<Distribution.Placed> ordered = new ArrayList<>(bundles);
        ordered.sort(Comparator.comparing(placed -> !placed.file().fragment()));
        for (Distribution.Placed placed : ordered) {
            Bundle bundle = context.installBundle("reference:" + placed.file().jar().toUri());
            bundle.adapt(BundleStartLevel.class).setStartLevel(placed.layer().startLevel());
            if (!placed.file().fragment()) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        }
    }

    private void run() throws HostException {
        try {
            framework.start();
            BundleContext context = framework.getBundleContext();
            if (!ConfigurationAdmin.update(context, setup.configuration().forComponents())) {
                throw new HostException("bad-configuration", 4, "There is a configuration, and the feature \"" + setup.feature().name()
                        + "\" has no bundle that reads one. Add org.apache.felix.configadmin to it.");
            }
            reach(Distribution.Layer.EDGE.startLevel());
            new Readiness(context, setup.patience()).await();
        } catch (BundleException | ReflectiveOperationException e) {
            throw new HostException("start-failed", 1, "The framework does not start: " + e.getMessage() + ". Remove " + setup.storage() + " and try again.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException("start-failed", 130, "The start was interrupted.", e);
        }
    }

    private void reach(int level) throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        framework.adapt(FrameworkStartLevel.class).setStartLevel(level, event -> {
            if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
                reached.countDown();
            }
        });
        reached.await();
    }

    /** The framework's own bundle, through which everything that runs can be seen. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** The components that cannot run now, with the chain of what they wait for; empty when all do. Plugins' troubles stand here too. */
    public String waiting() {
        try {
            return Components.look(context()).report();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The component runtime cannot be asked", e);
        }
    }

    @Override
    public Path socket() {
        return setup.socket();
    }

    @Override
    public boolean guest() {
        return setup.guest();
    }

    @Override
    public void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    @Override
    public synchronized void close() {
        try {
            framework.stop();
            framework.waitForStop(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (BundleException e) {
            throw new IllegalStateException("The framework does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            setup.onStop().run();
        }
    }
}
