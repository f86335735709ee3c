package dev.ferry.edge.cli.internal.demo;

import dev.ferry.edge.cli.internal.show.Amounts;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Two devices on this machine find each other, pair and move a tree; then a stranger drops a file. Every device is a process of its own with a home of its own, and every step is a
 * command as a person would type it.
 */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LARGE = 128L << 20;
    private static final String GIFT = "a gift from nobody you know.txt";

    private final List<String> command;
    private final Path distribution;
    private final Consumer<String> tell;

    /**
     * @param command      the words that start this command
     * @param distribution a real tree to move is in there
     * @param tell         takes one line about each step
     */
    public Demo(List<String> command, Path distribution, Consumer<String> tell) {
        this.command = List.copyOf(command);
        this.distribution = distribution;
        this.tell = tell;
    }

    /** @throws DemoException a step did not show what it should: the message says which, and what the commands said */
    public void run() throws IOException, DemoException, InterruptedException {
        Path folder = Files.createTempDirectory("ferry-demo-").toRealPath();
        Thread cleaner = new Thread(() -> remove(folder), "ferry-demo-cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            run(folder);
        } finally {
            remove(folder);
            Runtime.getRuntime().removeShutdownHook(cleaner);
        }
        tell.accept("Both devices are stopped, and " + folder + " is gone.");
    }

    private void run(Path folder) throws IOException, DemoException, InterruptedException {
        DemoDevice anna = new DemoDevice(folder, "anna", command);
        DemoDevice ben = new DemoDevice(folder, "ben", command);
        tell.accept("Two devices on this machine, each a daemon with a home below " + folder + ", on the loopback interface alone.");
        long begin = System.nanoTime();
        try (Running annaDaemon = anna.start("up"); Running benDaemon = ben.start("up")) {
            annaDaemon.await("ready", e -> true, PATIENCE);
            benDaemon.await("ready", e -> true, PATIENCE);
            tell.accept("  anna and ben are up after " + since(begin) + ".");
            discover(anna, ben);
            pair(anna, ben);
            move(folder, anna, ben);
            drop(folder, ben);
        }
    }

    private void discover(DemoDevice anna, DemoDevice ben) throws IOException, DemoException, InterruptedException {
        tell.accept("1. They find each other by mDNS.   anna$ ferry devices");
        long begin = System.nanoTime();
        try (Running devices = anna.start("devices", "--follow")) {
            JsonObject seen = devices.await("device", e -> e.getString("name", "").equals(ben.name()) && !e.getJsonArray("routes").isEmpty(), PATIENCE);
            JsonObject route = seen.getJsonArray("routes").getJsonObject(0);
            tell.accept("  anna sees \"ben\" after " + since(begin) + ": " + seen.getString("relationship") + ", " + route.getString("transport") + " " + route.getString("address")
                    + ", found by " + route.getString("foundBy") + ".");
        }
    }

    private void pair(DemoDevice anna, DemoDevice ben) throws IOException, DemoException, InterruptedException {
        tell.accept("2. They pair by a code.   ben$ ferry pair   anna$ ferry pair -");
        try (Running shows = ben.start("pair"); Running types = anna.start("pair", "-")) {
            String code = shows.await("code", e -> true, PATIENCE).getString("code");
            tell.accept("  ben shows " + code + ", anna types it.");
            types.type(code);
            JsonObject device = types.await("device", e -> true, PATIENCE);
            shows.await("done", e -> true, PATIENCE);
            types.success(PATIENCE);
            shows.success(PATIENCE);
            tell.accept("  anna knows \"" + device.getString("name") + "\" by its key " + device.getString("id").substring(0, 16) + "…, " + device.getString("relationship")
                    + ". No file has moved.");
        }
        ben.run(PATIENCE, "trust", anna.name(), "trusted");
        tell.accept("  ben trusts anna, deliberately and once: ben$ ferry trust anna trusted");
    }

    private void move(Path folder, DemoDevice anna, DemoDevice ben) throws IOException, DemoException, InterruptedException {
        Path tree = folder.resolve("photos");
        Trees.make(tree, distribution.resolve("bundles"), LARGE);
        Map<String, String> sent = Trees.picture(tree);
        tell.accept("3. A real tree, " + sent.size() + " files and folders.   anna$ ferry send photos --to ben");
        int exit = anna.show("send", tree.toString(), "--to", ben.name());
        if (exit != 0) {
            throw new DemoException("anna: ferry send ended with exit code " + exit + ".");
        }
        Path arrived = find(ben.home().resolve("inbox"), tree.getFileName());
        if (!Trees.picture(arrived).equals(sent)) {
            throw new DemoException("What arrived in " + arrived + " is not what was sent.");
        }
        tell.accept("  " + arrived + " holds the same names and the same bytes (SHA-256 of each of them compared).");
    }

    private static Path find(Path root, Path name) throws IOException, DemoException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(p -> name.equals(p.getFileName())).findFirst().orElseThrow(() -> new DemoException("Nothing named " + name + " arrived below " + root + "."));
        }
    }

    private void drop(Path folder, DemoDevice ben) throws IOException, DemoException, InterruptedException {
        DemoDevice stranger = new DemoDevice(folder, "cleo", command);
        Path gift = Files.writeString(folder.resolve(GIFT), "Nobody knows who I am.\n".repeat(1000));
        Map<String, String> before = Trees.picture(ben.home().resolve("state"));
        Path target = folder.resolve("accepted");
        tell.accept("4. A stranger drops a file.   ben$ ferry receive   cleo$ ferry send … --to ben");
        try (Running receives = ben.start("receive", "-o", target.toString()); Running sends = start(receives, stranger, gift, ben)) {
            JsonObject offer = receives.await("offer", e -> true, PATIENCE);
            JsonObject asks = sends.await("consent", e -> true, PATIENCE);
            String here = words(offer);
            tell.accept("  ben is asked: \"" + offer.getString("name", "") + "\", " + offer.getString("relationship") + ", offers " + Amounts.files(offer.getInt("count")) + ".");
            tell.accept("  ben's screen:  " + here);
            tell.accept("  cleo's screen: " + words(asks));
            if (here.isEmpty() || !here.equals(words(asks))) {
                throw new DemoException("The two screens show different words: somebody is in between.");
            }
            receives.type("y");
            receives.await("done", e -> true, PATIENCE);
            sends.await("done", e -> true, PATIENCE);
            sends.success(PATIENCE);
        }
        if (!Trees.hash(gift).equals(Trees.hash(target.resolve(GIFT)))) {
            throw new DemoException("The file that arrived is not the one that was sent.");
        }
        tell.accept("  The words are the same, ben says yes, and the file is there, its bytes compared.");
        traces(ben, before);
    }

    private static Running start(Running receives, DemoDevice stranger, Path gift, DemoDevice ben) throws IOException, DemoException, InterruptedException {
        receives.await("visible", e -> true, PATIENCE);
        return stranger.start("send", gift.toString(), "--to", ben.name());
    }

    private void traces(DemoDevice ben, Map<String, String> before) throws IOException, DemoException {
        Map<String, String> after = Trees.picture(ben.home().resolve("state"));
        Map<String, String> trust = new TreeMap<>(before);
        trust.keySet().removeIf(name -> !name.contains("trust"));
        if (trust.isEmpty() || !after.entrySet().containsAll(trust.entrySet())) {
            throw new DemoException("The drop changed ben's trust store: " + trust.keySet() + ".");
        }
        for (String trace : List.of(GIFT, "cleo")) {
            List<Path> found = Trees.mentioning(ben.home(), ben.home().resolve("inbox"), trace);
            if (!found.isEmpty()) {
                throw new DemoException("The drop left \"" + trace + "\" in " + found + ".");
            }
        }
        tell.accept("  Nothing else of it is left: ben's trust store is the same to the byte, and no file of ben's home names the file or its sender.");
    }

    private static String words(JsonObject event) {
        return String.join(" ", event.getJsonArray("words").getValuesAs(JsonString::getString));
    }

    private static String since(long begin) {
        return String.format(java.util.Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / 1e9);
    }

    private static void remove(Path folder) {
        try {
            if (Files.exists(folder)) {
                Trees.delete(folder);
            }
        } catch (IOException e) {
            // A process that is just ending may still have written; the system's temporary folder is swept anyway.
        }
    }
}
