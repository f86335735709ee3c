package dev.ferry.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.runtime.itest.VendorJar;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.osgi.framework.wiring.BundleWiring;

/** A vendor's jar comes and goes in the plugin folder of a device that is sending all the while. */
class HotDeployTest extends TwoFrameworks {
    private static final String DEVICE = "example device";
    private static final int BYTES_A_SECOND = 2_000_000;
    /** Machines that test are busy; what it takes where nothing else runs is printed by the long run. */
    private static final Duration SOON = Duration.ofSeconds(15);

    private final BlockingQueue<JsonObject> devices = new LinkedBlockingQueue<>();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private final List<Long> appeared = new ArrayList<>();
    private final List<Long> gone = new ArrayList<>();
    private CompletableFuture<Answer> sending = CompletableFuture.completedFuture(null);
    private int sent;

    int cycles() {
        return 5;
    }

    @Test
    void itsDeviceComesAndGoesWithTheJarWhileFilesFlowAndNothingElseStartsAgain() throws Exception {
        pair();
        Path jar = new VendorJar(folder).into(folder.resolve("work/beacon.jar"));
        Path plugins = Files.createDirectories(home("anna").resolve("plugins"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        CompletableFuture<Answer> following = later("devices", Json.createObjectBuilder().add("follow", true).build(), devices);
        cycle(jar, plugins);
        Map<Long, String> before = services(anna);
        Footprint first = Footprint.now();
        loaders.clear();
        appeared.clear();
        gone.clear();

        for (int i = 0; i < cycles(); i++) {
            cycle(jar, plugins);
        }

        assertThat(sending.get(60, TimeUnit.SECONDS).exit()).isZero();
        assertThat(services(anna)).isEqualTo(before);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return loaders.stream().allMatch(l -> l.get() == null);
        });
        Footprint last = Footprint.now();
        System.out.println(cycles() + " cycles, " + sent + " transfers; appeared after " + times(appeared) + " ms, gone after " + times(gone) + " ms; " + first + " -> " + last);
        assertThat(sent).as("transfers").isGreaterThan(cycles() / 10);
        assertThat(last.loaders()).as("bundles with a class loader").isLessThanOrEqualTo(first.loaders());
        assertThat(last.threads()).as("threads, at first %s", first.threads()).hasSizeLessThanOrEqualTo(first.threads().size() + 4);
        assertThat(following).isNotDone();
    }

    private CompletableFuture<Answer> later(String verb, JsonObject arguments, BlockingQueue<JsonObject> live) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                answer.complete(ask(anna, verb, arguments, live));
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        }, "client of anna");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    private void cycle(Path jar, Path plugins) throws Exception {
        keepSending();
        Path part = Files.copy(jar, plugins.resolve("beacon.part"));
        long start = System.nanoTime();
        Files.move(part, plugins.resolve("beacon.jar"), StandardCopyOption.ATOMIC_MOVE);
        appeared.add(awaitChange("appeared", start));
        loaders.add(new WeakReference<>(bundle(anna, "com.example.beacon").adapt(BundleWiring.class).getClassLoader()));
        keepSending();
        start = System.nanoTime();
        Files.delete(plugins.resolve("beacon.jar"));
        gone.add(awaitChange("gone", start));
    }

    /** Strangers of the same network may come and go meanwhile; the pair stays. */
    private long awaitChange(String change, long start) throws InterruptedException {
        while (true) {
            JsonObject event = devices.poll(SOON.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(event).as("%s %s", DEVICE, change).isNotNull();
            if (event.getString("name").equals(DEVICE) && event.getString("change").equals(change)) {
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            }
            assertThat(event.getString("change").equals("gone") && !event.getString("relationship").equals("unknown")).as("%s", event).isFalse();
        }
    }

    /** Always another file: what is there already does not flow. */
    private void keepSending() throws Exception {
        if (!sending.isDone()) {
            return;
        }
        Answer last = sending.get();
        assertThat(last == null || last.exit() == 0).as("%s", last).isTrue();
        Path file = Files.write(folder.resolve("file " + sent), new byte[BYTES_A_SECOND * 4]);
        BlockingQueue<JsonObject> live = new LinkedBlockingQueue<>();
        sending = later("send", Json.createObjectBuilder(sending(file, "ben")).add("limit", BYTES_A_SECOND).build(), live);
        sent++;
        JsonObject event;
        do {
            event = live.poll(30, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
        } while (!event.getString("state", "").equals("active"));
    }

    private static String times(List<Long> millis) {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return "half within " + sorted.get(sorted.size() / 2) + ", all within " + sorted.get(sorted.size() - 1);
    }

    /** What grows where something is kept that nobody needs any more. */
    private record Footprint(int classes, int loaders, Set<String> threads) {
        static Footprint now() throws Exception {
            System.gc();
            Object stats = ManagementFactory.getPlatformMBeanServer().invoke(new javax.management.ObjectName("com.sun.management:type=DiagnosticCommand"), "vmClassloaderStats",
                    new Object[] {null}, new String[] {String[].class.getName()});
            int loaders = (int) stats.toString().lines().filter(l -> l.contains("BundleClassLoader")).count();
            return new Footprint(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(), loaders,
                    Thread.getAllStackTraces().keySet().stream().map(t -> t.getName() + " " + t.getId()).collect(Collectors.toCollection(TreeSet::new)));
        }

        @Override
        public String toString() {
            return classes + " classes, " + loaders + " bundles with a class loader, " + threads.size() + " threads";
        }
    }
}
