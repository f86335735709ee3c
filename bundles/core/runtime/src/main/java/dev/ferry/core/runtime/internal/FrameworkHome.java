package dev.ferry.core.runtime.internal;

import dev.ferry.core.runtime.Home;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The home that the launcher wrote into framework properties {@code ferry.home.config}, {@code .state}, {@code .cache}, {@code .run}, {@code .inbox}, {@code .plugins}, {@code ferry.guest} and {@code ferry.passing}. */
class FrameworkHome implements Home {
    private static final String PREFIX = "ferry.home.";

    private final Path config;
    private final Path state;
    private final Path cache;
    private final Path run;
    private final Path inbox;
    private final List<Path> own;
    private final boolean guest;
    private final boolean passing;

    /**
     * @param properties null where one is not set
     * @throws FerryException a folder other than the plugins' is missing, or one is relative: the problem names its property
     */
    FrameworkHome(UnaryOperator<String> properties) throws FerryException {
        config = folder(properties, "config");
        state = folder(properties, "state");
        cache = folder(properties, "cache");
        run = folder(properties, "run");
        inbox = folder(properties, "inbox");
        Optional<Path> plugins = properties.apply(PREFIX + "plugins") == null ? Optional.empty() : Optional.of(folder(properties, "plugins"));
        own = Stream.concat(Stream.of(config, state, cache, run), plugins.stream()).toList();
        guest = Boolean.parseBoolean(properties.apply("ferry.guest"));
        passing = Boolean.parseBoolean(properties.apply("ferry.passing"));
    }

    private static Path folder(UnaryOperator<String> properties, String name) throws FerryException {
        String value = properties.apply(PREFIX + name);
        if (value == null || value.isBlank() || !Path.of(value).isAbsolute()) {
            throw new FerryException(new Problem.BadConfiguration(PREFIX + name, "The framework property " + PREFIX + name
                    + " must be an absolute folder. The launcher sets it; start Ferry with the ferry command, or set it yourself where you embed the framework."));
        }
        return Path.of(value);
    }

    @Override
    public Path config() {
        return config;
    }

    @Override
    public Path state() {
        return state;
    }

    @Override
    public Path cache() {
        return cache;
    }

    @Override
    public Path run() {
        return run;
    }

    @Override
    public Path inbox() {
        return inbox;
    }

    @Override
    public List<Path> own() {
        return own;
    }

    @Override
    public boolean guest() {
        return guest;
    }

    @Override
    public boolean passing() {
        return passing;
    }
}
