package dev.ferry.edge.cli.internal.show;

import java.util.ArrayList;
import java.util.List;

/** Columns under their headings, as wide as they need to be. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    public void row(String... cells) {
        rows.add(java.util.Arrays.stream(cells).map(SafeText::line).toList());
    }

    public boolean isEmpty() {
        return rows.size() == 1;
    }

    public List<String> lines() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).codePointCount(0, row.get(i).length()));
            }
        });
        return rows.stream().map(row -> {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).codePointCount(0, row.get(i).length()) + 2));
            }
            return line.toString().stripTrailing();
        }).toList();
    }
}
