package dev.ferry.tck.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/**
 * Feeds a parser its corpus and then changed inputs, and demands that it throws nothing but what it promises and takes a second of work for none. What a changed input comes to (accepted, or the
 * promised exception's message) is the only feedback: one that comes to something new is changed further.
 *
 * <p>The corpus are the files of {@code src/test/resources/fuzz/NAME}: bytes as they are, or in hexadecimal where the name ends in {@code .hex}. An input that was once taken badly belongs
 * there. Without more, the same {@value #USUAL} inputs are tried each time; with the system property {@code ferry.fuzz.seconds}, others for so long.
 */
public final class Fuzz {
    private static final System.Logger LOG = System.getLogger(Fuzz.class.getName());
    private static final int USUAL = 10_000;
    private static final int LONGEST = 64 * 1024;
    private static final int MOST_KEPT = 500;
    private static final int MOST_OUTCOMES = 100_000;
    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final Duration HANGING = Duration.ofSeconds(10);

    private final String name;
    private final List<byte[]> corpus = new ArrayList<>();
    private final Set<Class<? extends Throwable>> promised = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private int usual = USUAL;
    private long tried;

    /** What is tried. */
    @FunctionalInterface
    public interface Parser {
        /** Whatever it throws that was not promised is a fault. */
        void parse(byte[] input) throws Exception;
    }

    private Fuzz(String name) {
        this.name = name;
    }

    /** With the corpus of that name; the folder may be missing where {@link #like} gives examples. */
    public static Fuzz of(String name) {
        Fuzz fuzz = new Fuzz(name);
        Path folder = Path.of("src/test/resources/fuzz", name);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                    byte[] bytes = Files.readAllBytes(file);
                    fuzz.corpus.add(file.toString().endsWith(".hex") ? HexFormat.of().parseHex(new String(bytes, StandardCharsets.US_ASCII).replaceAll("\\s", "")) : bytes);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return fuzz;
    }

    /** One more input to begin with: a proper one, as a rule. */
    public Fuzz like(byte[] input) {
        corpus.add(input.clone());
        return this;
    }

    /** What the parser may throw, and what is below it. */
    public Fuzz promising(Class<? extends Throwable> thrown) {
        promised.add(thrown);
        return this;
    }

    /** How many inputs are tried without more, where one takes long. */
    public Fuzz times(int inputs) {
        usual = inputs;
        return this;
    }

    /** @throws AssertionError with the input in hexadecimal */
    public void run(Parser parser) {
        if (corpus.isEmpty()) {
            throw new AssertionError("There is no corpus for " + name);
        }
        for (byte[] input : List.copyOf(corpus)) {
            attempt(parser, input);
        }
        int seconds = Integer.getInteger("ferry.fuzz.seconds", 0);
        long seed = seconds == 0 ? name.hashCode() : System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (seconds == 0 ? tried < usual : System.nanoTime() < end) {
            byte[] input = new Change(corpus.get(random.nextInt(corpus.size())), corpus, random).made(LONGEST);
            if (attempt(parser, input) && corpus.size() < MOST_KEPT) {
                corpus.add(input);
            }
        }
        if (seconds > 0) {
            LOG.log(System.Logger.Level.INFO, "{0}: {1} inputs, seed {2}, {3} outcomes", name, tried, seed, seen.size());
        }
    }

    /** Whether it came to something new. */
    private boolean attempt(Parser parser, byte[] input) {
        tried++;
        long start = System.nanoTime();
        String outcome = outcome(parser, input);
        if (System.nanoTime() - start > SLOW.toNanos()) {
            // The machine may have been busy with something else.
            start = System.nanoTime();
            long worked = worked();
            outcome(parser, input);
            if (worked() - worked > SLOW.toNanos() || System.nanoTime() - start > HANGING.toNanos()) {
                throw new AssertionError(name + " takes more than " + SLOW + " for " + hex(input));
            }
        }
        return seen.size() < MOST_OUTCOMES && seen.add(outcome);
    }

    /** Nanoseconds that a processor worked for this thread. */
    private static long worked() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : System.nanoTime();
    }

    private String outcome(Parser parser, byte[] input) {
        try {
            parser.parse(input.clone());
            return "accepted, " + Integer.numberOfLeadingZeros(input.length);
        } catch (Throwable thrown) {
            if (promised.stream().noneMatch(each -> each.isInstance(thrown))) {
                throw new AssertionError(name + " threw " + thrown + " for " + hex(input), thrown);
            }
            String message = String.valueOf(thrown.getMessage()).replaceAll("[0-9]+", "0");
            return thrown.getClass() + message.substring(0, Math.min(60, message.length()));
        }
    }

    private static String hex(byte[] input) {
        return input.length + " bytes: " + HexFormat.of().formatHex(Arrays.copyOf(input, Math.min(input.length, 4096)));
    }
}
