package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.Table;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists devices. */
@Command(name = "devices", description = "List paired devices and those that are seen nearby.")
public final class DevicesCommand extends Verb {
    /** Without a daemon nobody has listened before; answers to a first multicast question take about this long. */
    private static final Duration LISTEN = Duration.ofSeconds(3);

    /** A key; a device that is known by its address alone has none. */
    private static final Pattern SHORT = Pattern.compile("^([0-9a-f]{4})([0-9a-f]{4})[0-9a-f]{56}$");

    @Mixin
    private OnlyOptions only = new OnlyOptions();
    @Option(names = "--follow", description = "Go on and tell of every change.")
    private boolean follow;
    @Option(names = "--wait", paramLabel = "TIME", description = "Listen for this long first (default: 3s where no daemon has been listening).")
    private String wait;

    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        Table table = new Table("NAME", "RELATIONSHIP", "STATUS", "ID", "ROUTE");
        Optional<Duration> typed = wait(wait);
        try (Session session = Session.open(context(), output.verbose)) {
            JsonObjectBuilder arguments = object().add("follow", follow).add("waitMillis", listen(session, typed).toMillis());
            only.add(arguments);
            int exit = ask(session, out, "devices", arguments.build(), "devices", event -> {
                if (!event.getString("event", "").equals("device")) {
                    return;
                }
                if (follow) {
                    out.data(event.getString("change", "") + "  " + String.join("  ", cells(event)));
                } else {
                    table.row(cells(event));
                    warnings(out, event);
                }
            });
            if (output.human() && !follow && exit == Exit.OK) {
                if (table.isEmpty()) {
                    out.say("No device is paired, and none is seen nearby. One that is not paired is seen while it runs ferry receive or shows a code, on the same network; pair two of yours with ferry pair. "
                            + "ferry doctor says what may be in the way.");
                } else {
                    table.lines().forEach(out::data);
                }
            }
            return exit;
        }
    }

    /** As typed, read before anything is started. */
    static Optional<Duration> wait(String typed) {
        return Optional.ofNullable(typed).map(text -> SendCommand.time("--wait", text));
    }

    /** How long to listen before there can be an answer. */
    static Duration listen(Session session, Optional<Duration> wait) {
        return wait.orElse(session.oneShot() ? LISTEN : Duration.ZERO);
    }

    private static void warnings(Output out, JsonObject device) {
        TransferPrinter.texts(device, "warnings").forEach(w -> out.say("warning: " + device.getString("name", "") + ": " + w));
    }

    private static String[] cells(JsonObject device) {
        List<JsonObject> routes = device.getJsonArray("routes").getValuesAs(JsonObject.class);
        String id = device.getString("id", "");
        return new String[] {device.getString("name", ""), Relation.now(device), device.getString("status", routes.isEmpty() ? "" : "seen"),
                SHORT.matcher(id).replaceFirst("$1-$2"),
                routes.stream().limit(1).map(r -> r.getString("transport") + " " + r.getString("address") + " by " + r.getString("foundBy", "")).collect(Collectors.joining())};
    }
}
