package dev.ferry.edge.cli.internal.show;

import java.util.OptionalLong;

/**
 * How far a transfer is, in one line.
 *
 * @param bytes      so far
 * @param total      in all; empty while it is not known
 * @param files      finished
 * @param totalFiles in all
 * @param rate       bytes a second
 * @param eta        seconds
 */
public record ProgressLine(long bytes, OptionalLong total, long files, OptionalLong totalFiles, long rate, OptionalLong eta) {
    private static final int LONGEST_BAR = 40;
    private static final int SHORTEST_BAR = 5;

    /** 0 to 100; empty where the total is unknown. What was sent of nothing is all of it. */
    public OptionalLong percent() {
        return total.isEmpty() ? OptionalLong.empty() : OptionalLong.of(total.getAsLong() <= 0 ? 100 : Math.max(0, Math.min(100, bytes * 100 / total.getAsLong())));
    }

    /** With a bar, never wider than a terminal. */
    public String bar(int width) {
        String text = text();
        int room = Math.min(LONGEST_BAR, width - text.length() - 4);
        if (percent().isEmpty() || room < SHORTEST_BAR) {
            return cut(text, width - 1);
        }
        int full = (int) (room * percent().getAsLong() / 100);
        return "[" + "█".repeat(full) + "░".repeat(room - full) + "] " + text;
    }

    /** Without one, for logs. */
    public String text() {
        StringBuilder text = new StringBuilder();
        percent().ifPresent(p -> text.append(p).append(" %  "));
        text.append(Amounts.bytes(bytes));
        total.ifPresent(t -> text.append(" of ").append(Amounts.bytes(t)));
        text.append("  ").append(files);
        totalFiles.ifPresent(t -> text.append(" of ").append(t));
        text.append(totalFiles.orElse(files) == 1 ? " file" : " files");
        if (rate > 0) {
            text.append("  ").append(Amounts.rate(rate));
        }
        eta.ifPresent(e -> text.append("  ").append(Amounts.time(e)).append(" left"));
        return text.toString();
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width));
    }
}
