package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon whose door strangers of a hundred addresses beat on: it goes on serving its pair, holds few of them, none for long, and takes no more memory for them than it may. */
class SiegeTest {
    /** The sum of what they may cost, in memory of the process and in live objects. */
    private static final long MOST_BYTES = 64L << 20;
    private static final Duration PROMPTLY = Duration.ofSeconds(10);
    /** Where others run beside it; what is looked for is then whether it comes at all. */
    private static final Duration PATIENTLY = Duration.ofSeconds(60);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int STRANGERS = 100;
    private static final int FIRST_STRANGER = 120;
    private static final int FIRST_GUEST = 200;
    private static final String NET = "10.77.0.";
    private static final String ANNA = NET + 1;
    private static final String BEN = NET + 2;
    private static final int PORT = 47900;
    /** Of the 256 places, an eighth is kept for where pairs were met. */
    private static final int FOR_ANYBODY = 256 - 256 / 8;
    private static final int LEAVE_SECONDS = 3;
    private static final List<String> SLOW = List.of("silent", "hello", "finished", "late", "greeting", "record", "opening", "step", "ready");
    private static final List<String> LET_IN = List.of("offering", "chatting");

    /**
     * What is promised of strangers in one part of the way in.
     *
     * @param seconds how long each may stay
     */
    private record Promise(int held, int seconds) {
        /** Until it has said who it is. */
        private static final Promise UNKNOWN = new Promise(256, 10);
        /** Then, and until something of it is accepted: ten seconds without an offer, looked at every five. */
        private static final Promise LET_IN = new Promise(12, 10 + 10 + 5);
    }

    /** Some kinds of attack from some of the addresses, against what is promised of them. */
    private record Force(List<String> orders, int first, int addresses, Promise promise) {
        private Force(String orders, int first, int addresses, Promise promise) {
            this(List.of(orders.split(" ")), first, addresses, promise);
        }

        private List<String> kinds() {
            return orders.stream().filter(word -> !Character.isDigit(word.charAt(0))).toList();
        }

        private List<String> from() {
            return IntStream.range(first, first + addresses).mapToObj(last -> NET + last).toList();
        }
    }

    @TempDir
    Path folder;
    private Hosts hosts;
    private String annasHost;
    private String outside;
    private Device anna;
    private Device ben;
    private Command annaDaemon;
    private Command benDaemon;
    private final List<Siege> sieges = new ArrayList<>();

    @BeforeEach
    void pair() throws Exception {
        String missing = Hosts.missing();
        assumeTrue(missing.isEmpty(), () -> "A daemon cannot be besieged here: " + missing);
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is not installed, so no daemon is besieged");
        hosts = new Hosts();
        annasHost = hosts.add();
        anna = Device.in(annasHost, folder, "anna");
        ben = Device.in(hosts.add(), folder, "ben");
        outside = hosts.add();
        hosts.crowd(outside, NET + FIRST_STRANGER, STRANGERS);
        annaDaemon = anna.up();
        benDaemon = ben.up();
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");
    }

    @AfterEach
    void stop() throws Exception {
        for (Siege siege : sieges) {
            siege.close();
        }
        if (hosts != null) {
            anna.close();
            ben.close();
            hosts.close();
        }
    }

    private Siege besiege(String from, Force force) throws IOException {
        Siege siege = new Siege(folder, from, BEN, PORT, force.from().get(0), force.addresses(), force.orders().toArray(String[]::new));
        sieges.add(siege);
        return siege;
    }

    /** So many in each of these states. */
    private static String each(List<String> kinds, int amount) {
        return kinds.stream().map(kind -> kind + " " + amount).collect(Collectors.joining(" "));
    }

    @Test
    void strangersInEveryStateAreFewAndLeaveSoon() throws Exception {
        endure(Duration.ofSeconds(20), false, new Force(each(SLOW, 35), FIRST_STRANGER, 80, Promise.UNKNOWN), new Force(each(LET_IN, 40), FIRST_GUEST, 20, Promise.LET_IN));
    }

    /** Nothing else may run beside it. */
    @ParameterizedTest
    @Tag("soak")
    @ValueSource(strings = { "silent", "hello", "finished", "late", "greeting", "record", "opening", "step", "ready", "offering", "chatting" })
    void fiveHundredInOneState(String kind) throws Exception {
        Promise promise = LET_IN.contains(kind) ? Promise.LET_IN : Promise.UNKNOWN;
        endure(Duration.ofSeconds(60), true, new Force(kind + " 500", FIRST_STRANGER, STRANGERS, promise));
    }

    /** Nothing else may run beside it. */
    @ParameterizedTest
    @Tag("soak")
    @ValueSource(strings = { "silent 5000", "handshakes 500", "adverts 10000", "silent 1000 hello 200 greeting 200 step 200 handshakes 100 adverts 1000" })
    void manyAtOnce(String orders) throws Exception {
        endure(Duration.ofSeconds(60), true, new Force(orders, FIRST_STRANGER, STRANGERS, Promise.UNKNOWN));
    }

    /** The address at which a pair was met has room of its own, so that a new connection comes up whatever the rest of the world does. */
    @Test
    void aPairThatWasMetAtItsAddressConnectsAnewWhileStrangersOfOtherAddressesFillTheRoom() throws Exception {
        send("before", PATIENTLY);
        annaDaemon.close();
        Force crowd = new Force("silent 400 greeting 400", FIRST_STRANGER, STRANGERS, Promise.UNKNOWN);
        try (Door door = door(crowd)) {
            besiege(outside, crowd);
            Awaitility.await("the room is full").atMost(30, TimeUnit.SECONDS).until(() -> door.mostAtOnce() > FOR_ANYBODY - FOR_ANYBODY / 10);
            annaDaemon = anna.up();
            send("during", PATIENTLY);
            assertThat(door.mostAtOnce()).isLessThanOrEqualTo(FOR_ANYBODY);
        }
    }

    /** Behind one address with the attacker, what is connected stays so; nobody promises that it connects anew. */
    @Test
    @Tag("soak")
    void aConnectedPairIsServedWhileStrangersBeatOnTheDoorFromItsOwnAddress() throws Exception {
        send("before", PROMPTLY);
        Siege siege = besiege(annasHost, new Force("silent 100 greeting 100 handshakes 50", 1, 1, Promise.UNKNOWN));
        for (int i = 0; i < 3; i++) {
            send("during" + i, PROMPTLY);
        }
        siege.demandAlive();
        siege.close();
        annaDaemon.close();
        annaDaemon = anna.up();
        send("after", PATIENTLY);
    }

    private Door door(Force force) {
        return new Door(benDaemon.process().pid(), PORT, force.from());
    }

    /**
     * Anna sends every five seconds meanwhile, and is served each time.
     *
     * @param alone nothing runs beside it: then each is served in ten seconds, no stranger stays longer by more than a second, and what the process has in memory counts too,
     *              of which much is garbage where a collector and its threads wait for a turn
     */
    private void endure(Duration time, boolean alone, Force... forces) throws Exception {
        Duration promptly = alone ? PROMPTLY : PATIENTLY;
        int slack = alone ? 1 : 6;
        for (int i = 0; i < 3; i++) {
            send("before" + i, PATIENTLY);
        }
        long live = live();
        long memory = memory();
        List<Long> memories = new CopyOnWriteArrayList<>();
        List<Double> took = new CopyOnWriteArrayList<>();
        List<Door> doors = new ArrayList<>();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            for (Force force : forces) {
                doors.add(door(force));
                besiege(outside, force);
            }
            Future<?> sending = timer.scheduleAtFixedRate(() -> {
                took.add(send("during" + took.size(), promptly));
                memories.add(memory() - memory);
            }, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
            long end = System.nanoTime() + time.toNanos();
            Awaitility.await("the siege").atMost(time.plus(promptly)).pollInterval(Duration.ofMillis(200)).until(() -> sending.isDone() || took.size() > 1 && System.nanoTime() > end);
            timer.shutdown();
            assertThat(timer.awaitTermination(promptly.toSeconds(), TimeUnit.SECONDS)).isTrue();
            demandUnbroken(sending);
            long liveMore = live() - live;
            String cost = took + " s a transfer, MiB more of memory " + memories.stream().map(bytes -> bytes >> 20).toList() + ", of live objects " + (liveMore >> 20);
            System.out.println(cost);
            assertThat(liveMore).as(cost).isLessThan(MOST_BYTES);
            if (alone) {
                assertThat(memories).as(cost).allMatch(more -> more < MOST_BYTES);
            }
            for (int i = 0; i < forces.length; i++) {
                demandKept(forces[i], sieges.get(i), doors.get(i), slack);
                sieges.get(i).close();
            }
            Awaitility.await("they are gone").atMost(30, TimeUnit.SECONDS).until(() -> doors.stream().allMatch(door -> door.now() == 0));
        } finally {
            timer.shutdownNow();
            doors.forEach(Door::close);
        }
        send("after", promptly);
    }

    private static void demandKept(Force force, Siege siege, Door door, int slack) {
        siege.demandAlive();
        String figures = "at most " + door.mostAtOnce() + " held, the longest for " + door.longestSeconds() + " s and gone after " + door.longestSecondsUntilGone() + " s; " + siege;
        System.out.println(figures);
        assertThat(force.kinds()).as(figures).allMatch(kind -> siege.reached(kind) > 0);
        assertThat(door.looks()).as(figures).isGreaterThan(10);
        assertThat(door.mostAtOnce()).as(figures).isLessThanOrEqualTo(force.promise().held());
        assertThat(door.longestSeconds()).as(figures).isLessThan(force.promise().seconds() + slack);
        assertThat(door.longestSecondsUntilGone()).as(figures).isLessThan(force.promise().seconds() + LEAVE_SECONDS + slack);
    }

    /** The periodic task goes on until it is cancelled, unless it failed. */
    private static void demandUnbroken(Future<?> task) throws ExecutionException, InterruptedException {
        if (task.isDone() && !task.isCancelled()) {
            task.get();
        }
    }

    /** @return the seconds that it took */
    private double send(String name, Duration patience) {
        Path file = folder.resolve(name);
        try {
            Trees.random(file, 16 << 20);
            long begun = System.nanoTime();
            Command send = anna.start("send", file.toString(), "--to", "ben", "--ndjson");
            assertThat(send.process().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)).as("done within " + patience + ": " + send).isTrue();
            double took = (System.nanoTime() - begun) / 1_000_000 / 1000.0;
            send.expect(0);
            Path there = Received.inbox(ben).resolve(name);
            assertThat(Files.mismatch(file, there)).isEqualTo(-1);
            Files.delete(there);
            Files.delete(file);
            return took;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Of the daemon's process that is in memory. */
    private long memory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(benDaemon.process().pid()), "status"))) {
            return 1024 * lines.filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Bytes of the daemon's objects that are in use: what is left after a collection. */
    private long live() throws IOException, InterruptedException {
        jcmd("GC.run");
        String total = jcmd("GC.class_histogram").lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
        return Long.parseLong(total.split("\\s+")[2]);
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(benDaemon.process().pid()), command)
                .redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).as(said).isZero();
        return said;
    }
}
