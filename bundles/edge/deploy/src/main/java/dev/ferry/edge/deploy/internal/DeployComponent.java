package dev.ferry.edge.deploy.internal;

import dev.ferry.api.PluginService;
import dev.ferry.api.PluginView;
import dev.ferry.model.FerryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Watches the plugin folder while it is active. Stopping it leaves the plugins running. */
@Component(name = "dev.ferry.edge.deploy", service = PluginService.class, immediate = true)
public final class DeployComponent implements PluginService {
    private static final String FOLDER = "ferry.home.plugins";
    /** In the plugin folder, because that outlives the framework's cache and a new version of Ferry. */
    private static final String USED_INDEXES = "used-indexes";
    /** Two looks, a start and the sighting of its first device fit into a second. Looked at rather than told: network file systems tell nothing. */
    private static final long ROUND_MILLIS = 200;

    /** The configuration with its defaults. */
    @interface Config {
        /** Lines of {@code .pub} files: whose plugins run. */
        String[] signers() default {};

        /** Whether plugins run that nobody signed. */
        boolean unsigned() default false;

        /** The plugin index, a file; empty: none. */
        String index() default "";

        /** Symbolic names of plugins that are to be here. */
        String[] wanted() default {};
    }

    private final Plugins plugins;
    private final ScheduledFuture<?> rounds;

    @Activate
    public DeployComponent(BundleContext context, Config config, @Reference(target = "(ferry.executor=io)") ExecutorService io,
                           @Reference(target = "(ferry.executor=timer)") ScheduledExecutorService timer, @Reference ServiceComponentRuntime components,
                           @Reference InstantSource clock) throws IOException {
        String place = context.getProperty(FOLDER);
        if (place == null) {
            throw new IllegalStateException("The framework property " + FOLDER + " names no plugin folder");
        }
        Path copies = Files.createDirectories(context.getDataFile("jars").toPath());
        PluginFolder folder = new PluginFolder(Path.of(place));
        Running running = new Running(context, io);
        Signers signers = Signers.of(config.signers(), config.unsigned());
        Judge judge = new Judge(signers, running::installation, running::packages);
        Deployer deployer = new Deployer(folder, judge, running, new Health(components), copies);
        Optional<Path> index = Optional.of(config.index().strip()).filter(i -> !i.isEmpty()).map(Path.of(place)::resolve);
        Catalogue catalogue = new Catalogue(index, signers, Path.of(place).resolve(USED_INDEXES), clock);
        plugins = new Plugins(folder, judge, deployer, copies, catalogue, Arrays.stream(config.wanted()).map(String::strip).filter(w -> !w.isEmpty()).toList());
        AtomicBoolean first = new AtomicBoolean(true);
        AtomicBoolean looking = new AtomicBoolean();
        rounds = timer.scheduleWithFixedDelay(() -> {
            if (looking.compareAndSet(false, true)) {
                submit(io, looking, () -> {
                    if (first.getAndSet(false)) {
                        forget(running);
                    }
                    plugins.look();
                });
            }
        }, 0, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void forget(Running running) {
        try {
            running.forgetFormer();
        } catch (Running.NotRunning e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static void submit(ExecutorService io, AtomicBoolean looking, Runnable look) {
        try {
            io.execute(() -> {
                try {
                    look.run();
                } finally {
                    looking.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            // All threads are taken; the next round tries again.
            looking.set(false);
        }
    }

    @Deactivate
    void stop() {
        rounds.cancel(false);
    }

    @Override
    public List<PluginView> plugins() {
        return plugins.plugins();
    }

    @Override
    public PluginView verify(Path jar) throws FerryException {
        return plugins.verify(jar);
    }

    @Override
    public PluginView install(Path jar) throws FerryException {
        return plugins.install(jar);
    }

    @Override
    public PluginView installNamed(String name) throws FerryException {
        return plugins.installNamed(name);
    }

    @Override
    public void remove(String name) throws FerryException {
        plugins.remove(name);
    }
}
