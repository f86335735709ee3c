package dev.ferry.runtime.launcher;

import dev.ferry.edge.cli.host.Host;
import dev.ferry.edge.cli.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** This installation, and the home that the environment names. */
public final class LocalHost implements Host {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String DAEMON_SOCKET = "control.sock";
    private static final String LOG_LEVEL = "org.ops4j.pax.logging.DefaultServiceLog.level";
    private static final int IN_USE = 4;

    private final Distribution distribution;
    private final Map<String, String> environment;
    private final List<String> command;
    private final Folders folders;
    private final Path temporary;

    /**
     * @param distribution an unpacked one
     * @param environment the process's, by name
     * @param command     the words that start this command again
     */
    public LocalHost(Path distribution, Map<String, String> environment, List<String> command) {
        this.distribution = new Distribution(distribution);
        this.environment = Map.copyOf(environment);
        this.command = List.copyOf(command);
        this.folders = Folders.of(environment, Path.of(System.getProperty("user.home")).toAbsolutePath());
        this.temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    }

    @Override
    public Path socket() throws HostException {
        return SocketPlace.of(folders.run(), temporary, DAEMON_SOCKET);
    }

    @Override
    public Path installation() {
        return distribution.root();
    }

    @Override
    public List<String> command() {
        return command;
    }

    @Override
    public FrameworkNode start(Kind kind, boolean verbose) throws HostException {
        folders.prepare(Optional.ofNullable(environment.get("FERRY_HOME")).filter(v -> !v.isBlank()).map(v -> Path.of(v).toAbsolutePath().normalize()));
        setNetty(folders.cache());
        Configuration configuration = Configuration.read(folders.config());
        Feature feature = Feature.read(distribution.features(), configuration.feature());
        Optional<HomeLock> lock = lock(kind);
        String pid = Long.toString(ProcessHandle.current().pid());
        boolean guest = lock.isEmpty();
        Leavings leavings = new Leavings(folders);
        if (!guest) {
            leavings.sweep();
        }
        Path storage = guest ? leavings.guestCache(pid) : folders.cache().resolve("framework");
        Path socket = kind == Kind.DAEMON ? socket() : SocketPlace.of(folders.run(), temporary, Leavings.SOCKET + pid + ".sock");
        AtomicBoolean stopped = new AtomicBoolean();
        return FrameworkNode.start(new FrameworkNode.Setup(distribution, feature, configuration, storage, properties(guest, socket, kind, verbose), socket, guest, PATIENCE, () -> {
            if (stopped.compareAndSet(false, true)) {
                if (guest) {
                    leavings.remove(storage);
                }
                leavings.remove(socket);
                lock.ifPresent(HomeLock::close);
            }
        }));
    }

    /**
     * Netty reads system properties alone. It unpacks its libraries before it loads them, and the system's temporary folder may be mounted without execution; and it would load the
     * flight recorder at each start, a tenth of its time, for events that nobody records.
     */
    private static void setNetty(Path cache) {
        System.getProperties().putIfAbsent("io.netty.native.workdir", cache.toString());
        System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
    }

    private Optional<HomeLock> lock(Kind kind) throws HostException {
        try {
            Optional<HomeLock> lock = HomeLock.take(folders.run(), (kind == Kind.DAEMON ? "a daemon" : "a command") + ", process " + ProcessHandle.current().pid());
            if (lock.isEmpty() && kind == Kind.DAEMON) {
                throw new HostException("home-in-use", IN_USE, "This home is already in use by " + HomeLock.owner(folders.run())
                        + ". Stop that one first, or start this one with another FERRY_HOME; one home is one device.");
            }
            return lock;
        } catch (IOException e) {
            throw new HostException("home-unusable", IN_USE, "Ferry cannot lock its home in " + folders.run() + ": " + e.getMessage()
                    + ". Make the folder writable, or name another place in FERRY_HOME.", e);
        }
    }

    private Map<String, String> properties(boolean guest, Path socket, Kind kind, boolean verbose) {
        Map<String, String> properties = new HashMap<>();
        folders.byName().forEach((name, path) -> properties.put("ferry.home." + name, path.toString()));
        properties.put("ferry.guest", Boolean.toString(guest));
        properties.put("ferry.passing", Boolean.toString(kind != Kind.DAEMON));
        properties.put("ferry.control.socket", socket.toString());
        // One command tells its problems itself; what the log has to add is for -v. Never DEBUG: libraries then print what peers sent as it came.
        String level = verbose ? "INFO" : kind == Kind.DAEMON ? "WARN" : "NONE";
        properties.put(LOG_LEVEL, level);
        // For what is logged before the log's own bundle starts and after it has stopped.
        System.setProperty(LOG_LEVEL, level);
        return properties;
    }

    /** What a killed command may have left in a home, and how it is swept by the next that owns it. */
    private record Leavings(Folders folders) {
        private static final String GUEST = "guest-";
        private static final String SOCKET = "one-";
        private static final int LONGEST_PID = 18;

        Path guestCache(String pid) {
            return folders.cache().resolve(GUEST + pid);
        }

        void sweep() {
            sweep(folders.cache(), GUEST);
            sweep(folders.run(), SOCKET);
        }

        private void sweep(Path folder, String prefix) {
            try (var children = Files.newDirectoryStream(folder, prefix + "*")) {
                for (Path child : children) {
                    String pid = child.getFileName().toString().replaceAll("[^0-9]", "");
                    if (pid.isEmpty() || pid.length() > LONGEST_PID || ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                        remove(child);
                    }
                }
            } catch (IOException e) {
                // Leavings cost only space; the next start tries again.
            }
        }

        void remove(Path each) {
            try {
                BundleCache.delete(each);
                Files.deleteIfExists(each.resolveSibling(each.getFileName() + ".fingerprint"));
            } catch (IOException e) {
                // As above.
            }
        }
    }
}
