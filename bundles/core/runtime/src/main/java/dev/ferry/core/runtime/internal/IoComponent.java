package dev.ferry.core.runtime.internal;

import dev.ferry.core.runtime.Executors;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;

/** Blocking work as a service. */
@Component(service = {ExecutorService.class, Executor.class}, property = Executors.PROPERTY + "=io", configurationPid = "dev.ferry.core.runtime")
public final class IoComponent extends IoExecutor {
    /** The executors end one after the other, within two seconds in all. */
    private static final Duration PATIENCE = Duration.ofMillis(1_000);
    private static final int FEWEST = 64;

    /** Configuration {@code dev.ferry.core.runtime}. */
    @interface Config {
        /** Most threads for blocking work. 256 links that are not authenticated yet and the sessions behind them fit well into the default. */
        int ioThreads() default 1_024;
    }

    @Activate
    public IoComponent(Config config) {
        super(Math.max(FEWEST, config.ioThreads()), SharedExecutor::log);
    }

    @Modified
    void modified(Config config) {
        most(Math.max(FEWEST, config.ioThreads()));
    }

    @Deactivate
    void deactivate() {
        end(PATIENCE);
    }
}
