package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.Amounts;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all transfers of the daemon may take of the network. */
@Command(name = "limit", description = {"Show or change what all transfers of the daemon together may take of the network.",
    "It holds over a restart, until it is changed again or config/ferry.json says something new about limits. One transfer: ferry transfers limit TRANSFER RATE."})
public final class LimitCommand extends Verb {
    @Option(names = "--up", paramLabel = "RATE", description = "Send at most this many bytes a second, for example 10M or 512KiB; or none.")
    private String up;
    @Option(names = "--down", paramLabel = "RATE", description = "Receive at most this many.")
    private String down;
    @Option(names = "--each", paramLabel = "RATE", description = "At most this many in each transfer.")
    private String each;

    @Override
    public Integer call() throws Exception {
        JsonObjectBuilder arguments = object();
        add(arguments, "up", up);
        add(arguments, "down", down);
        add(arguments, "each", each);
        Output out = new Output(context(), output);
        return toDaemon("limits", arguments.build(), "", event -> {
            if (event.getString("event", "").equals("limits")) {
                out.data("up         " + said(event, "up"));
                out.data("down       " + said(event, "down"));
                out.data("each       " + said(event, "each"));
            }
        });
    }

    private static void add(JsonObjectBuilder arguments, String key, String typed) {
        if (typed != null) {
            arguments.add(key, rate("--" + key, typed));
        }
    }

    static long rate(String what, String typed) {
        return Amounts.parseLimit(typed).orElseThrow(() -> CommandProblem.usage(what + " \"" + typed + "\" is no rate. Write for example 10M, 512KiB or 1.5MiB/s; or none."));
    }

    static String said(JsonObject limits, String key) {
        String amount = limits.get(key) instanceof JsonNumber limit ? Amounts.rate(limit.longValue()) : "no limit";
        return switch (limits.getJsonObject("from").getString(key)) {
            case "command" -> amount + "  (set by ferry limit)";
            case "configuration" -> amount + "  (config/ferry.json)";
            default -> amount;
        };
    }
}
