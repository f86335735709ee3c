package dev.ferry.transport.tcp.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Link;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import dev.ferry.spi.transport.Transport;
import dev.ferry.tck.transport.ThrowawayCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;

/** The bundle in a real framework, with the bundles and fragments that the distribution brings, and every native library from one of those. */
class InFelixTest {
    /** What the test shares with the framework so that both mean the same classes. */
    private static final String SHARED = "dev.ferry.model;version=1.1.0,dev.ferry.spi.transport;version=1.1.0,org.slf4j;version=2.0.17";
    private static final List<String> WANTED = List.of("io.netty.", "org.apache.felix.scr", "org.osgi.util.", "org.osgi.service.component",
            "dev.ferry.transport.tcp", "dev.ferry.support.");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path cache;
    private Framework framework;

    @BeforeEach
    void start() throws Exception {
        framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE, cache.toString(), Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED));
        framework.init();
        List<Bundle> installed = new ArrayList<>();
        for (Path entry : classPath()) {
            String name = symbolicName(entry);
            if (WANTED.stream().anyMatch(name::startsWith)) {
                installed.add(framework.getBundleContext().installBundle("reference:file:" + entry));
            }
        }
        framework.start();
        framework.adapt(FrameworkWiring.class).resolveBundles(installed);
        for (Bundle bundle : installed) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(PATIENCE.toMillis());
    }

    @Test
    void natives_load_from_their_fragments_and_the_bundle_leaves_no_thread() throws Exception {
        Transport transport = service();
        CompletableFuture<Link> accepted = new CompletableFuture<>();
        Listener listener = transport.listen(new ListenRequest(0, Optional.of("127.0.0.1"), ThrowawayCredentials::fresh, ListenRequest.Limits.DEFAULT),
                accepted::complete);
        Link link = transport.connect(new Route("tcp", "127.0.0.1:" + listener.port(), Proximity.SAME_HOST), ThrowawayCredentials.fresh(), PATIENCE);
        link.channel().write(ByteBuffer.wrap("through Felix".getBytes(UTF_8)));
        ByteBuffer read = ByteBuffer.allocate(100);
        accepted.get(10, TimeUnit.SECONDS).channel().read(read);
        assertThat(new String(read.array(), 0, read.position(), UTF_8)).isEqualTo("through Felix");

        Bundle bundle = bundle("dev.ferry.transport.tcp");
        assertThat(link.facts().provider()).isEqualTo("BoringSSL");
        assertThat(link.facts().group()).isEqualTo("X25519MLKEM768");
        assertThat(bundle.loadClass("io.netty.channel.epoll.Epoll").getMethod("isAvailable").invoke(null)).isEqualTo(true);
        assertThat(bundle.loadClass("io.netty.channel.epoll.Epoll")).as("not the class path's").isNotEqualTo(io.netty.channel.epoll.Epoll.class);

        assertThat(threads()).isNotEmpty();
        bundle.stop();
        assertThat(threads()).isEmpty();
        bundle.start();
        assertThat(service()).isNotSameAs(transport);
    }

    @Test
    void fragments_of_every_platform_lie_beside_each_other() {
        for (String fragment : List.of("io.netty.transport-native-epoll.linux-x86_64", "io.netty.transport-native-epoll.linux-aarch_64",
                "dev.ferry.support.boringssl")) {
            assertThat(bundle(fragment).getState()).as(fragment).isEqualTo(Bundle.RESOLVED);
        }
        Bundle tls = bundle("io.netty.tcnative-classes");
        assertThat(tls.getResource("META-INF/native/libnetty_tcnative_linux_x86_64.so")).isNotNull();
        assertThat(tls.getResource("META-INF/native/libnetty_tcnative_linux_aarch_64.so")).isNotNull();
    }

    /** Kept in use until the framework stops: a component that nobody uses is deactivated. */
    private Transport service() throws InterruptedException {
        ServiceTracker<Transport, Transport> tracker = new ServiceTracker<>(framework.getBundleContext(), Transport.class, null);
        tracker.open();
        Transport transport = tracker.waitForService(PATIENCE.toMillis());
        assertThat(transport).isNotNull();
        assertThat(tracker.getServiceReference().getProperty("ferry.transport.id")).isEqualTo("tcp");
        return transport;
    }

    private Bundle bundle(String name) {
        return List.of(framework.getBundleContext().getBundles()).stream().filter(bundle -> name.equals(bundle.getSymbolicName())).findFirst().orElseThrow();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.startsWith("ferry-tcp")).toList();
    }

    private static List<Path> classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(path.split(java.io.File.pathSeparator)).stream().map(Path::of).filter(Files::exists).toList();
    }

    private static String symbolicName(Path entry) throws IOException {
        Manifest manifest = null;
        if (Files.isDirectory(entry)) {
            Path file = entry.resolve(JarFile.MANIFEST_NAME);
            if (Files.exists(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    manifest = new Manifest(in);
                }
            }
        } else {
            try (JarFile jar = new JarFile(entry.toFile())) {
                manifest = jar.getManifest();
            }
        }
        String name = manifest == null ? null : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
        return name == null ? "" : name;
    }
}
