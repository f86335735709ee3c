package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.Amounts;
import dev.ferry.edge.cli.internal.show.Table;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Transfers of the daemon. */
@Command(name = "transfers", description = "List the daemon's transfers; show, pause, resume, limit or cancel one.")
public final class TransfersCommand extends Verb {
    /** What to do. */
    enum Action { ls, show, pause, resume, limit, cancel }

    /** Against other transfers of this device. */
    enum Priority { low, normal, high, critical }

    @Parameters(index = "0", arity = "0..1", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES} (default: ls).")
    private Action action = Action.ls;
    @Parameters(index = "1", arity = "0..1", paramLabel = "TRANSFER", description = "The beginning of its id.")
    private String transfer;
    @Parameters(index = "2", arity = "0..1", paramLabel = "RATE", description = "For limit: at most this many bytes a second, for example 10M or 512KiB; or none.")
    private String rate;
    @Option(names = "--priority", description = "For limit: against this device's other transfers: ${COMPLETION-CANDIDATES}.")
    private Priority priority;

    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        if (action == Action.ls) {
            Table table = new Table("TRANSFER", "DIRECTION", "DEVICE", "STATE", "BYTES", "OF", "RATE", "FILES", "SINCE", "WHAT");
            int exit = toDaemon("transfers.ls", object().build(), "transfers", event -> {
                if (event.getString("event", "").equals("transfer")) {
                    table.row(cells(event));
                }
            });
            if (output.human() && !table.isEmpty()) {
                table.lines().forEach(out::data);
            }
            return exit;
        }
        if (transfer == null) {
            throw CommandProblem.usage("Which transfer? Give the beginning of its id; list them with: ferry transfers");
        }
        if (action != Action.limit && (rate != null || priority != null)) {
            throw CommandProblem.usage("A rate and a priority belong to: ferry transfers limit " + transfer);
        }
        JsonObjectBuilder arguments = object().add("share", transfer);
        if (action == Action.limit) {
            pace(arguments);
        }
        return toDaemon(action == Action.limit ? "transfers.pace" : "transfers." + action.name(), arguments.build(), "", event -> {
            if (event.getString("event", "").equals("transfer")) {
                show(out, event);
            }
        });
    }

    private void pace(JsonObjectBuilder arguments) {
        if (rate == null && priority == null) {
            throw CommandProblem.usage("Which limit? Give a rate, for example 10M or 512KiB, or none; or --priority.");
        }
        if (rate != null) {
            arguments.add("limit", LimitCommand.rate("The limit", rate));
        }
        if (priority != null) {
            arguments.add("priority", priority.name());
        }
    }

    private static String[] cells(JsonObject t) {
        return new String[] {t.getString("share").substring(0, 8), t.getString("direction"), t.getString("name", ""), t.getString("state"),
                Amounts.bytes(t.getJsonNumber("bytes").longValue()), t.containsKey("total") ? Amounts.bytes(t.getJsonNumber("total").longValue()) : "?",
                t.getString("state").equals("active") ? Amounts.rate(t.getJsonNumber("rate").longValue()) : "",
                t.getJsonNumber("files").toString(), Amounts.day(t.getString("started")) + " " + Amounts.clock(t.getString("started")), what(t)};
    }

    /** Of what outlives the daemon: what was named. */
    private static String what(JsonObject t) {
        List<String> named = TransferPrinter.texts(t, "what");
        return named.isEmpty() ? "" : named.get(0) + (t.getInt("whatCount") > 1 ? " and " + (t.getInt("whatCount") - 1) + " more" : "");
    }

    private static void show(Output out, JsonObject t) {
        for (String key : List.of("share", "direction", "name", "state", "phase", "started", "until", "why", "route", "profile", "protocol", "cipher", "group")) {
            if (t.containsKey(key) && !t.getString(key, "").isEmpty()) {
                out.data(String.format(java.util.Locale.ROOT, "%-10s %s", key, t.getString(key)));
            }
        }
        String[] cells = cells(t);
        out.data("bytes      " + cells[4] + " of " + cells[5]);
        out.data("files      " + cells[7]);
        if (!cells[6].isEmpty()) {
            out.data("rate       " + cells[6]);
        }
        out.data("priority   " + t.getString("priority", "normal"));
        if (t.get("limit") instanceof JsonNumber limit) {
            out.data("limit      " + Amounts.rate(limit.longValue()));
        }
        TransferPrinter.texts(t, "what").forEach(named -> out.data("what       " + named));
        List<String> words = TransferPrinter.texts(t, "words");
        if (!words.isEmpty()) {
            out.data("words      " + String.join("  ", words));
        }
    }
}
