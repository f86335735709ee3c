package dev.ferry.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.edge.cli.host.Host;
import dev.ferry.edge.cli.host.HostException;
import dev.ferry.runtime.launcher.FrameworkNode;
import dev.ferry.runtime.launcher.LocalHost;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Starts the feature of the folder that the build runs in, from bundles put together as the distribution's are. */
class FeatureStartsTest {
    static final Path FOLDER = Path.of("").toAbsolutePath();
    static final Path DISTRIBUTION = FOLDER.resolve("target/ferry");

    @TempDir
    Path folder;
    private Path home;

    @BeforeEach
    void configure() throws IOException {
        home = home(folder);
    }

    /** A home that runs this feature and keeps to this machine. */
    static Path home(Path folder) throws IOException {
        var ours = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Path home = Files.createDirectory(folder.resolve("home"), ours);
        Files.writeString(Files.createDirectory(home.resolve("config"), ours).resolve("ferry.json"), """
                {
                  "launcher": { "feature": "%s" },
                  "dev.ferry.core.link": { "address": "127.0.0.1" },
                  "dev.ferry.discovery.mdns": { "interfaces": ["lo"], "loopback": "always" }
                }
                """.formatted(FOLDER.getFileName()));
        return home;
    }

    private FrameworkNode start(Host.Kind kind) throws Exception {
        return new LocalHost(DISTRIBUTION, Map.of("FERRY_HOME", home.toString()), List.of()).start(kind, false);
    }

    @Test
    void every_bundle_runs_and_every_component_has_what_it_needs() throws Exception {
        try (FrameworkNode node = start(Host.Kind.DAEMON)) {
            assertThat(node.context().getBundles()).as("not running").filteredOn(bundle -> !runs(bundle)).extracting(Bundle::getSymbolicName).isEmpty();
            assertThat(node.waiting()).isEmpty();
            assertThat(node.socket()).exists();
        }
    }

    private static boolean runs(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null ? bundle.getState() == Bundle.RESOLVED : bundle.getState() == Bundle.ACTIVE;
    }

    @Test
    void what_the_feature_promises_is_registered() throws Exception {
        try (FrameworkNode node = start(Host.Kind.DAEMON)) {
            for (String promise : requires()) {
                String role = promise.replaceAll("^dev\\.ferry\\.([a-z]+);.*", "$1");
                String filter = "(ferry." + role + ".id=" + promise.replaceAll(".*id=", "") + ")";
                assertThat(node.context().getAllServiceReferences(null, filter)).as(promise).isNotEmpty();
            }
        }
    }

    private static List<String> requires() throws IOException {
        try (Reader text = Files.newBufferedReader(FOLDER.resolve(FOLDER.getFileName() + ".json")); JsonReader reader = Json.createReader(text)) {
            JsonObject feature = reader.readObject();
            return feature.getJsonArray("requires").getValuesAs(JsonString::getString);
        }
    }

    @Test
    void it_stops_and_leaves_no_thread_and_no_socket() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Path socket;
        try (FrameworkNode node = start(Host.Kind.DAEMON)) {
            socket = node.socket();
        }
        assertThat(socket).doesNotExist();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && !isTheJdks(thread)) {
                // Netty's last helper ends by itself, a second after there is nothing left for it.
                assertThat(ended(thread)).as(thread.getName()).isTrue();
            }
        }
    }

    @Test
    void what_lies_where_commands_leave_things_is_swept_whatever_it_is_called() throws Exception {
        Path cache = Files.createDirectory(home.resolve("cache"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path left = Files.createDirectory(cache.resolve("guest-" + "9".repeat(30)));
        start(Host.Kind.DAEMON).close();
        assertThat(left).doesNotExist();
    }

    /** No console, no page, no remote management: links and the user's own socket, each where the configuration has it. */
    @Test
    void it_listens_for_links_and_on_its_socket_and_nowhere_else() throws Exception {
        Set<String> before = listening();
        try (FrameworkNode node = start(Host.Kind.DAEMON)) {
            Set<String> opened = listening();
            opened.removeAll(before);
            assertThat(opened).hasSize(2).contains("unix " + node.socket().toRealPath()).anyMatch(socket -> socket.matches("tcp ([0F]{24})?0100007F:[0-9A-F]{4}"));
        }
    }

    /** What this process listens at, as the kernel has it. */
    private static Set<String> listening() throws IOException {
        Set<String> own = new HashSet<>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : open) {
                try {
                    own.add(Files.readSymbolicLink(each).toString());
                } catch (NoSuchFileException e) {
                    // Closed meanwhile.
                }
            }
        }
        Set<String> listening = new HashSet<>();
        for (String family : new String[] {"tcp", "tcp6"}) {
            for (String line : Files.readAllLines(Path.of("/proc/self/net", family))) {
                String[] columns = line.strip().split("\\s+");
                if (columns[3].equals("0A") && own.contains("socket:[" + columns[9] + "]")) {
                    listening.add("tcp " + columns[1]);
                }
            }
        }
        for (String line : Files.readAllLines(Path.of("/proc/self/net/unix"))) {
            String[] columns = line.strip().split("\\s+");
            if (columns[3].equals("00010000") && own.contains("socket:[" + columns[6] + "]")) {
                listening.add("unix " + (columns.length > 7 ? columns[7] : ""));
            }
        }
        return listening;
    }

    private static boolean ended(Thread thread) throws InterruptedException {
        thread.join(Duration.ofSeconds(10).toMillis());
        return !thread.isAlive();
    }

    private static boolean isTheJdks(Thread thread) {
        return thread.getName().startsWith("CompletableFuture") || thread.getName().startsWith("process reaper");
    }

    @Test
    void a_second_start_uses_the_bundles_that_the_first_one_installed() throws Exception {
        Map<String, Long> installed;
        try (FrameworkNode node = start(Host.Kind.DAEMON)) {
            installed = modified(node.context());
        }
        try (FrameworkNode node = start(Host.Kind.DAEMON)) {
            assertThat(modified(node.context())).isEqualTo(installed);
        }
        Path jar = Files.list(DISTRIBUTION.resolve("bundles/edge")).findFirst().orElseThrow();
        Files.setLastModifiedTime(jar, FileTime.fromMillis(System.currentTimeMillis()));
        try (FrameworkNode node = start(Host.Kind.DAEMON)) {
            assertThat(modified(node.context())).isNotEqualTo(installed);
        }
    }

    private static Map<String, Long> modified(BundleContext context) {
        return Arrays.stream(context.getBundles()).filter(bundle -> bundle.getBundleId() != 0).collect(Collectors.toMap(Bundle::getSymbolicName, Bundle::getLastModified));
    }

    /** Trust and data are apart: how a relationship is made can be replaced while files move. */
    @Test
    void pairing_can_be_taken_out_and_put_back_while_everything_else_stays() throws Exception {
        try (FrameworkNode node = start(Host.Kind.DAEMON)) {
            BundleContext context = node.context();
            Bundle pairing = Arrays.stream(context.getBundles()).filter(bundle -> "dev.ferry.core.pairing".equals(bundle.getSymbolicName())).findFirst().orElseThrow();
            Set<Object> others = services(context, pairing);
            assertThat(context.getAllServiceReferences("dev.ferry.api.PairingService", null)).isNotEmpty();
            assertThat(context.getAllServiceReferences("dev.ferry.api.ShareService", null)).isNotEmpty();

            pairing.uninstall();
            assertThat(context.getAllServiceReferences("dev.ferry.api.PairingService", null)).isNullOrEmpty();
            assertThat(services(context, pairing)).as("everything else is registered as it was, by the same components").isEqualTo(others);

            Bundle again = context.installBundle(pairing.getLocation());
            again.start();
            assertThat(context.getAllServiceReferences("dev.ferry.api.PairingService", null)).isNotEmpty();
            assertThat(services(context, again)).isEqualTo(others);
        }
    }

    /** The number of each service that is registered by anybody else: one that is registered anew has a new one. */
    private static Set<Object> services(BundleContext context, Bundle except) throws Exception {
        return Arrays.stream(context.getAllServiceReferences(null, null)).filter(service -> !except.equals(service.getBundle()))
                .map(service -> service.getProperty(Constants.SERVICE_ID)).collect(Collectors.toSet());
    }

    @Test
    void a_part_that_fails_is_named_with_its_reason_and_those_that_need_it() throws Exception {
        Files.createDirectories(home.resolve("state/identity.key/is a folder"));
        Files.setPosixFilePermissions(home.resolve("state"), PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> start(Host.Kind.DAEMON)).isInstanceOf(HostException.class)
                .hasMessageContaining("IdentityComponent failed: The file ").hasMessageContaining("these do not run: dev.ferry.core.link.internal.LinkComponent, ");
        try (var lock = FileChannel.open(home.resolve("run/lock"), StandardOpenOption.WRITE)) {
            assertThat(lock.tryLock()).as("the home is free again").isNotNull();
        }
    }

    @Test
    void beside_a_device_that_owns_the_home_a_command_is_a_guest() throws Exception {
        try (FrameworkNode owner = start(Host.Kind.ONE_SHOT); FrameworkNode guest = start(Host.Kind.ONE_SHOT)) {
            assertThat(owner.guest()).isFalse();
            assertThat(guest.guest()).isTrue();
            assertThat(guest.waiting()).isEmpty();
        }
    }
}
