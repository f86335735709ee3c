package dev.ferry.runtime.launcher;

import dev.ferry.edge.cli.host.HostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a home's things are. {@code FERRY_HOME} roots all of them; without it they are where the XDG base directory specification puts them, in a folder
 * {@code ferry} of each.
 *
 * @param config what a person edits
 * @param state  keys, trust store, journals
 * @param cache  what can be made again
 * @param run    sockets and locks
 * @param inbox  where received files go when nobody says otherwise
 * @param plugins jars that a person put there to run
 */
record Folders(Path config, Path state, Path cache, Path run, Path inbox, Path plugins) {

    static Folders of(Map<String, String> environment, Path userHome) {
        Optional<Path> root = path(environment, "FERRY_HOME");
        if (root.isPresent()) {
            Path home = root.get();
            return new Folders(home.resolve("config"), home.resolve("state"), home.resolve("cache"), home.resolve("run"), home.resolve("inbox"),
                    home.resolve("plugins"));
        }
        Path state = path(environment, "XDG_STATE_HOME").orElse(userHome.resolve(".local/state")).resolve("ferry");
        return new Folders(
                path(environment, "XDG_CONFIG_HOME").orElse(userHome.resolve(".config")).resolve("ferry"),
                state,
                path(environment, "XDG_CACHE_HOME").orElse(userHome.resolve(".cache")).resolve("ferry"),
                path(environment, "XDG_RUNTIME_DIR").map(p -> p.resolve("ferry")).orElse(state.resolve("run")),
                path(environment, "XDG_DOWNLOAD_DIR").orElse(userHome.resolve("Downloads")).resolve("Ferry"),
                path(environment, "XDG_DATA_HOME").orElse(userHome.resolve(".local/share")).resolve("ferry/plugins"));
    }

    /** An empty variable counts as none, as the specification says; a relative path is made absolute here so that every process of this home means the same. */
    private static Optional<Path> path(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(v -> Path.of(v).toAbsolutePath().normalize());
    }

    /** Makes what is missing and refuses what others could read or change. The inbox is made by whoever first puts something in. */
    void prepare(Optional<Path> root) throws HostException {
        if (root.isPresent()) {
            PrivateFolder.notWritableByOthers(root.get());
        }
        PrivateFolder.closed(state);
        PrivateFolder.closed(run);
        PrivateFolder.notWritableByOthers(config);
        PrivateFolder.notWritableByOthers(cache);
        PrivateFolder.notWritableByOthers(plugins);
    }

    Map<String, Path> byName() {
        return Map.of("config", config, "state", state, "cache", cache, "run", run, "inbox", inbox, "plugins", plugins);
    }
}
