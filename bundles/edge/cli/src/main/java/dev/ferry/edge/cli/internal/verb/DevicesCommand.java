package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.Table;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists devices. */
@Command(name = "devices", description = "List paired devices and those that are seen nearby.")
public final class DevicesCommand extends Verb {
    /** Without a daemon nobody has listened before; answers to a first multicast question take about this long. */
    private static final Duration LISTEN = Duration.ofSeconds(3);

    @Option(names = "--follow", description = "Go on and tell of every change.")
    private boolean follow;
    @Option(names = "--wait", paramLabel = "TIME", description = "Listen for this long first (default: 3s where no daemon has been listening).")
    private String wait;

    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        Table table = new Table("NAME", "RELATIONSHIP", "STATUS", "ID", "ROUTE");
        try (Session session = Session.open(context(), output.verbose)) {
            Duration listen = wait != null ? SendCommand.time(wait) : session.oneShot() ? LISTEN : Duration.ZERO;
            int exit = ask(session, out, "devices", object().add("follow", follow).add("waitMillis", listen.toMillis()).build(), "devices", event -> {
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
            if (output.human() && !follow) {
                if (table.isEmpty()) {
                    out.say("No device is paired, and none is seen nearby. Others must run ferry up or ferry receive, and be on the same network.");
                } else {
                    table.lines().forEach(out::data);
                }
            }
            return exit;
        }
    }

    private static void warnings(Output out, JsonObject device) {
        TransferPrinter.texts(device, "warnings").forEach(w -> out.say("warning: " + device.getString("name", "") + ": " + w));
    }

    private static String[] cells(JsonObject device) {
        List<JsonObject> routes = device.getJsonArray("routes").getValuesAs(JsonObject.class);
        String id = device.getString("id", "");
        return new String[] {device.getString("name", ""), device.getString("relationship", ""), device.getString("status", routes.isEmpty() ? "" : "seen"),
                id.length() >= 8 ? id.substring(0, 4) + "-" + id.substring(4, 8) : id,
                routes.stream().limit(1).map(r -> r.getString("transport") + " " + r.getString("address") + " by " + r.getString("foundBy", "")).collect(Collectors.joining())};
    }
}
