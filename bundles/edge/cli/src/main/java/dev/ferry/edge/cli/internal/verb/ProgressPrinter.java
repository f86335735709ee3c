package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.ProgressLine;
import dev.ferry.edge.cli.internal.show.SafeText;
import dev.ferry.edge.cli.internal.show.Terminal;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Progress on standard error: a bar that stays on its line, plain lines now and then, objects, or nothing. */
final class ProgressPrinter {
    private static final Duration PLAIN_PAUSE = Duration.ofSeconds(5);
    private static final int WIDTH_EVERY = 20;

    private enum Form { BAR, PLAIN, OBJECTS, NONE }

    private final PrintStream err;
    private final Terminal terminal;
    private final Output out;
    private final Form form;
    private int width;
    private int drawn;
    private boolean lineOpen;
    private Optional<Instant> lastPlain = Optional.empty();

    ProgressPrinter(Context context, Output out) {
        this.err = context.err();
        this.terminal = context.terminal();
        this.out = out;
        this.form = form(out.options(), terminal);
    }

    private static Form form(OutputOptions options, Terminal terminal) {
        if (options.quiet && options.progress == OutputOptions.Progress.auto) {
            return Form.NONE;
        }
        return switch (options.progress) {
            case none -> Form.NONE;
            case json -> Form.OBJECTS;
            case plain -> Form.PLAIN;
            case auto -> !options.human() ? Form.NONE : terminal.messages() ? Form.BAR : Form.PLAIN;
        };
    }

    void event(JsonObject event) {
        if (form == Form.NONE || form != Form.OBJECTS && !event.getString("state", "").equals("active")) {
            return;
        }
        ProgressLine line = new ProgressLine(number(event, "bytes").orElse(0), number(event, "total"), number(event, "files").orElse(0), number(event, "totalFiles"),
                number(event, "rate").orElse(0), number(event, "eta"));
        String prefix = event.containsKey("to") ? SafeText.line(event.getString("to")) + ": " : "";
        switch (form) {
            case OBJECTS -> out.progressObject(event);
            case BAR -> bar(line, prefix);
            default -> plain(line, prefix, Instant.parse(event.getString("time")));
        }
    }

    private void bar(ProgressLine line, String prefix) {
        if (drawn++ % WIDTH_EVERY == 0) {
            width = terminal.width();
        }
        err.print("\r" + prefix + line.bar(width - prefix.length()) + "\u001b[K");
        err.flush();
        lineOpen = true;
    }

    private void plain(ProgressLine line, String prefix, Instant now) {
        if (Duration.between(lastPlain.orElse(now), now).compareTo(PLAIN_PAUSE) >= 0) {
            err.println(prefix + line.text());
            lastPlain = Optional.of(now);
        } else if (lastPlain.isEmpty()) {
            lastPlain = Optional.of(now);
        }
    }

    /** Takes the bar away before something else is said. */
    void clear() {
        if (lineOpen) {
            err.print("\r\u001b[K");
            err.flush();
            lineOpen = false;
        }
    }

    private static OptionalLong number(JsonObject event, String key) {
        return event.get(key) instanceof JsonNumber number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }
}
