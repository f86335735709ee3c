package dev.ferry.runtime.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What the system knows of the connections that a process holds at a port, looked at ten times a second: how many they are, and how long each was one. Whatever those on the other
 * side do or see, a connection lives from the process's accepting it until it has taken leave, and is gone when it has closed it.
 */
final class Door implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;
    /** One that is turned away as it comes may be seen, and is not held. */
    private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTENING = "0A";

    /** Its end was said on this side. */
    private static final Set<String> LEAVING = Set.of("04", "05", "09", "0B");

    /** One connection so far. */
    private static final class Life {
        private final long begin;
        private boolean leaving;

        private Life(long begin) {
            this.begin = begin;
        }
    }

    private final List<Path> tables;
    private final String port;
    private final Set<String> from;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Life> lives = new HashMap<>();
    private int most;
    private long longest;
    private long longestUntilGone;
    private int looks;

    /** @param from the addresses whose connections count, of IPv4 */
    Door(long pid, int port, List<String> from) {
        this.tables = List.of(Path.of("/proc", Long.toString(pid), "net/tcp"), Path.of("/proc", Long.toString(pid), "net/tcp6"));
        this.port = ":%04X".formatted(port);
        this.from = from.stream().map(Door::inTables).collect(Collectors.toSet());
        timer.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static String inTables(String address) {
        StringBuilder reversed = new StringBuilder();
        for (String part : address.split("\\.")) {
            reversed.insert(0, "%02X".formatted(Integer.parseInt(part)));
        }
        return reversed.toString();
    }

    private synchronized void look() {
        Map<String, Boolean> now;
        try {
            now = leaving();
        } catch (IOException e) {
            // The process has ended: the test looks at why.
            return;
        }
        long nanos = System.nanoTime();
        looks++;
        lives.keySet().retainAll(now.keySet());
        now.forEach((socket, leaving) -> lives.computeIfAbsent(socket, added -> new Life(nanos)).leaving = leaving);
        int held = 0;
        for (Life life : lives.values()) {
            long age = nanos - life.begin;
            longestUntilGone = Math.max(longestUntilGone, age);
            if (!life.leaving) {
                longest = Math.max(longest, age);
                held += age >= HELD_NANOS ? 1 : 0;
            }
        }
        most = Math.max(most, held);
    }

    /** Each, and whether it takes leave. Those that nobody has accepted yet, or that are closed and wind down, have no inode. */
    private Map<String, Boolean> leaving() throws IOException {
        Map<String, Boolean> found = new HashMap<>();
        for (Path table : tables) {
            for (String line : Files.readAllLines(table)) {
                String[] words = line.strip().split("\\s+");
                String remote = words[REMOTE].split(":")[0];
                boolean ours = words[LOCAL].endsWith(port) && !words[STATE].equals(LISTENING) && !words[INODE].equals("0");
                if (ours && from.contains(remote.substring(Math.max(0, remote.length() - 8)))) {
                    found.put(words[INODE], LEAVING.contains(words[STATE]));
                }
            }
        }
        return found;
    }

    /** Of those that were held for a second at least. */
    synchronized int mostAtOnce() {
        return most;
    }

    synchronized double longestSeconds() {
        return longest / 1e9;
    }

    synchronized double longestSecondsUntilGone() {
        return longestUntilGone / 1e9;
    }

    synchronized int now() {
        return lives.size();
    }

    synchronized int looks() {
        return looks;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
