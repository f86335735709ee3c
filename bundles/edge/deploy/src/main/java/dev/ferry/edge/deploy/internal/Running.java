package dev.ferry.edge.deploy.internal;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The framework's side of plugins. What a plugin does while it starts or stops is bounded in time, because nothing else about it is: a bundle that hangs there keeps a
 * thread and its own lock, and nobody else.
 */
final class Running {
    private static final String LOCATION = "ferry-plugin:";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** In the framework's message: the filters of what was missing. */
    private static final Pattern REQUIREMENT = Pattern.compile("\\((?:osgi|dev\\.ferry)\\.[a-z.]+=([^)]+)\\)");

    private final BundleContext context;
    private final ExecutorService io;

    Running(BundleContext context, ExecutorService io) {
        this.context = context;
        this.io = io;
    }

    /** It could not be started, stopped or replaced; the message is a sentence for a person. */
    static final class NotRunning extends Exception {
        private static final long serialVersionUID = 1;

        NotRunning(String sentence) {
            super(sentence);
        }
    }

    /** Symbolic names of what is here and came from no plugin folder. */
    Set<String> installation() {
        return Arrays.stream(context.getBundles()).filter(b -> !isPlugin(b)).map(Bundle::getSymbolicName).filter(n -> n != null).collect(Collectors.toSet());
    }

    /** The versions of each package that what is here exports, and came from no plugin folder. */
    Map<String, Set<Version>> packages() {
        return Arrays.stream(context.getBundles()).filter(b -> !isPlugin(b)).map(b -> b.adapt(BundleRevision.class)).filter(Objects::nonNull)
                .flatMap(r -> r.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()).map(BundleCapability::getAttributes)
                .collect(Collectors.groupingBy(a -> (String) a.get(PackageNamespace.PACKAGE_NAMESPACE),
                        Collectors.mapping(a -> (Version) a.get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE), Collectors.toSet())));
    }

    private static boolean isPlugin(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    /** Removes what the framework's cache kept of a former run: which plugins run is decided by the folder, each time anew. They were started for that run alone. */
    void forgetFormer() throws NotRunning {
        for (Bundle bundle : context.getBundles()) {
            if (isPlugin(bundle)) {
                uninstall(bundle);
            }
        }
    }

    Bundle start(String name, Path jar) throws NotRunning {
        Bundle bundle = bounded("be installed", () -> {
            try (InputStream in = Files.newInputStream(jar)) {
                return context.installBundle(LOCATION + name, in);
            }
        });
        try {
            start(bundle);
            return bundle;
        } catch (NotRunning e) {
            try {
                uninstall(bundle);
            } catch (NotRunning alsoNot) {
                // Its start still holds it. That it did not start is what a person needs to know.
                e.addSuppressed(alsoNot);
            }
            throw e;
        }
    }

    private void start(Bundle bundle) throws NotRunning {
        bounded("start", () -> {
            bundle.start(Bundle.START_TRANSIENT);
            return bundle;
        });
    }

    /** Other bundles do not use a plugin's classes, so nobody is restarted with it. */
    void replace(Bundle bundle, Path jar) throws NotRunning {
        bounded("be replaced", () -> {
            bundle.stop(Bundle.STOP_TRANSIENT);
            try (InputStream in = Files.newInputStream(jar)) {
                bundle.update(in);
            }
            return refresh(bundle);
        });
        start(bundle);
    }

    void uninstall(Bundle bundle) throws NotRunning {
        bounded("stop", () -> {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                bundle.uninstall();
                refresh(bundle);
            }
            return bundle;
        });
    }

    /** Lets go of the former class loader. */
    private Bundle refresh(Bundle bundle) throws InterruptedException, ExecutionException {
        CompletableFuture<FrameworkEvent> done = new CompletableFuture<>();
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), done::complete);
        done.get();
        return bundle;
    }

    private <T> T bounded(String what, Callable<T> work) throws NotRunning {
        Future<T> future = io.submit(work);
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new NotRunning("It did not " + what + " within " + PATIENCE.toSeconds() + " s, and nothing can end what it does there. Remove it and start Ferry again.");
        } catch (ExecutionException e) {
            throw new NotRunning("It did not " + what + ": " + sentence(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotRunning("Ferry is stopping.");
        }
    }

    private static String sentence(Throwable thrown) {
        if (thrown instanceof BundleException bundle && bundle.getType() == BundleException.RESOLVE_ERROR) {
            Set<String> wanted = new TreeSet<>();
            Matcher filters = REQUIREMENT.matcher(bundle.getMessage());
            while (filters.find()) {
                wanted.add(filters.group(1));
            }
            return "it needs what nobody here provides" + (wanted.isEmpty() ? "" : " (" + String.join(", ", wanted) + ")") + ". Get the version of it that is made for this Ferry and this Java.";
        }
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage()) + ". Tell its vendor.";
    }
}
