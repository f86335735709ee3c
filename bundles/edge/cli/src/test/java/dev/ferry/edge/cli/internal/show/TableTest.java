package dev.ferry.edge.cli.internal.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columns_stand_below_their_headings_whatever_a_name_holds() {
        Table table = new Table("NAME", "STATUS");
        table.row("kitchen", "seen");
        table.row("ev\u001b[2Jil\n", "offline");

        String evil = "ev\\u{1b}[2Jil\\u{a}";
        assertThat(table.lines()).containsExactly(
                "NAME" + " ".repeat(evil.length() - 2) + "STATUS",
                "kitchen" + " ".repeat(evil.length() - 5) + "seen",
                evil + "  offline");
    }
}
