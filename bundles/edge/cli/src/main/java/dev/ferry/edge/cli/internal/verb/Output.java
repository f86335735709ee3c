package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.control.Json;
import dev.ferry.edge.cli.internal.show.SafeText;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Data to standard output, all else to standard error, in the form that was asked for. */
final class Output {
    private final PrintStream out;
    private final PrintStream err;
    private final OutputOptions options;
    private final List<JsonObject> results = new ArrayList<>();

    Output(Context context, OutputOptions options) {
        this.out = context.out();
        this.err = context.err();
        this.options = options;
    }

    OutputOptions options() {
        return options;
    }

    /** A line of data for a person or a pipe. */
    void data(String line) {
        out.println(SafeText.line(line));
        out.flush();
    }

    /** A line to a person that may be left out. */
    void say(String line) {
        if (!options.quiet && options.human()) {
            err.println(SafeText.line(line));
        }
    }

    void detail(String line) {
        if (options.verbose) {
            say(line);
        }
    }

    /** A picture: lines of our own making. */
    void draw(String picture) {
        if (!options.quiet && options.human()) {
            err.print(picture);
            err.flush();
        }
    }

    /** An error is said whatever the flags, and in a program's form where one was asked for. */
    void error(String code, String message) {
        err.println("ferry: " + message.lines().map(SafeText::line).reduce((a, b) -> a + System.lineSeparator() + b).orElse("") + " [" + SafeText.line(code) + "]");
    }

    /** Prints an event as it comes, where that was asked for. */
    void stream(JsonObject event) {
        if (options.ndjson()) {
            out.println(SafeText.json(event.toString()));
            out.flush();
        }
    }

    /** Keeps an event for the final object. */
    void keep(JsonObject event) {
        if (options.json()) {
            results.add(event);
        }
    }

    /** Progress for programs that read standard error. */
    void progressObject(JsonObject event) {
        err.println(SafeText.json(event.toString()));
        err.flush();
    }

    /**
     * The final object.
     *
     * @param list under which name several results stand; empty: the last one stands alone, as an error does that is of all of them
     */
    void finish(String list) {
        if (!options.json()) {
            return;
        }
        if (list.isEmpty() || results.stream().anyMatch(Output::isErrorOfAll)) {
            if (!results.isEmpty()) {
                out.println(SafeText.json(results.get(results.size() - 1).toString()));
            }
        } else {
            JsonArrayBuilder all = Json.PROVIDER.createArrayBuilder();
            results.forEach(r -> all.add(without(r, "event", "time")));
            out.println(SafeText.json(Json.PROVIDER.createObjectBuilder().add(list, all).build().toString()));
        }
        out.flush();
    }

    private static boolean isErrorOfAll(JsonObject result) {
        return result.getString("event", "").equals("error") && !result.containsKey("to");
    }

    static JsonObject without(JsonObject object, String... keys) {
        JsonObjectBuilder rest = Json.PROVIDER.createObjectBuilder(object);
        for (String key : keys) {
            rest.remove(key);
        }
        return rest.build();
    }
}
