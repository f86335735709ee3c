package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.Amounts;
import jakarta.json.JsonObject;
import picocli.CommandLine.Command;

/** Shows the running daemon. */
@Command(name = "status", description = "Show this device's daemon: name, addresses, plugins, what goes on.")
public final class StatusCommand extends Verb {
    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        return toDaemon("status", object().build(), "", event -> tell(out, event));
    }

    private static void tell(Output out, JsonObject status) {
        if (!status.getString("event", "").equals("status")) {
            return;
        }
        out.data("name       " + status.getString("name"));
        out.data("id         " + status.getString("id"));
        out.data("process    " + status.getJsonNumber("pid"));
        out.data("visible    " + (status.containsKey("visibleUntil") ? "to strangers until " + Amounts.clock(status.getString("visibleUntil")) : "to paired devices only"));
        status.getJsonArray("routes").getValuesAs(JsonObject.class).forEach(r -> out.data("reachable  " + r.getString("transport") + " " + r.getString("address")));
        status.getJsonArray("plugins").getValuesAs(JsonObject.class).forEach(p -> out.data(
                "plugin     " + p.getString("role") + " " + p.getString("id") + (p.containsKey("trouble") ? ": " + p.getString("trouble") : "")));
        out.data("transfers  " + status.getJsonNumber("transfers"));
        JsonObject limits = status.getJsonObject("limits");
        out.data("sending    " + Amounts.rate(status.getJsonNumber("rateUp").longValue()) + ", " + LimitCommand.said(limits, "up"));
        out.data("receiving  " + Amounts.rate(status.getJsonNumber("rateDown").longValue()) + ", " + LimitCommand.said(limits, "down"));
        out.data("offers     " + status.getJsonNumber("offers"));
    }
}
