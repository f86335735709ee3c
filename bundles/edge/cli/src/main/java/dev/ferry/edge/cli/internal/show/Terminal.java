package dev.ferry.edge.cli.internal.show;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What this process is attached to.
 *
 * @param asks     a person is at standard input and reads standard error
 * @param messages standard error is a terminal that moves its cursor
 * @param data     standard output is a terminal
 * @param colour   colours are welcome
 */
public record Terminal(boolean asks, boolean messages, boolean data, boolean colour) {
    private static final int NARROW = 40;
    private static final int USUAL = 80;

    /**
     * Java cannot say which of its streams is a terminal; the script that starts it can.
     *
     * @param streams the digits of those streams that are terminals, {@code 0}, {@code 1}, {@code 2}; null where nobody said
     */
    public static Terminal of(String streams, Map<String, String> environment) {
        String known = streams != null ? streams : System.console() != null ? "012" : "";
        boolean moves = known.contains("2") && !"dumb".equals(environment.get("TERM"));
        boolean colour = moves && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(known.contains("0") && known.contains("2"), moves, known.contains("1"), colour);
    }

    /** Columns; asks the terminal, so call it once in a while only. */
    public int width() {
        if (!messages) {
            return USUAL;
        }
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(new java.io.File("/dev/tty")).start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (stty.waitFor(1, TimeUnit.SECONDS) && size.matches("\\d+ \\d+")) {
                int columns = Integer.parseInt(size.split(" ")[1]);
                return columns > 0 ? Math.max(NARROW, columns) : USUAL;
            }
        } catch (IOException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return USUAL;
    }
}
