package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.Amounts;
import dev.ferry.edge.cli.internal.show.Table;
import jakarta.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Transfers of the daemon. */
@Command(name = "transfers", description = "List the daemon's transfers; show, pause, resume or cancel one.")
public final class TransfersCommand extends Verb {
    /** What to do. */
    enum Action { ls, show, pause, resume, cancel }

    @Parameters(index = "0", arity = "0..1", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES} (default: ls).")
    private Action action = Action.ls;
    @Parameters(index = "1", arity = "0..1", paramLabel = "TRANSFER", description = "The beginning of its id.")
    private String transfer;

    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        if (action == Action.ls) {
            Table table = new Table("TRANSFER", "DIRECTION", "DEVICE", "STATE", "BYTES", "OF", "FILES");
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
        return toDaemon("transfers." + action.name(), object().add("share", transfer).build(), "", event -> {
            if (event.getString("event", "").equals("transfer")) {
                show(out, event);
            }
        });
    }

    private static String[] cells(JsonObject t) {
        return new String[] {t.getString("share").substring(0, 8), t.getString("direction"), t.getString("name", ""), t.getString("state"),
                Amounts.bytes(t.getJsonNumber("bytes").longValue()), t.containsKey("total") ? Amounts.bytes(t.getJsonNumber("total").longValue()) : "?",
                t.getJsonNumber("files").toString()};
    }

    private static void show(Output out, JsonObject t) {
        for (String key : List.of("share", "direction", "name", "state", "phase", "started", "route", "profile", "protocol", "cipher", "group")) {
            if (t.containsKey(key) && !t.getString(key, "").isEmpty()) {
                out.data(String.format(java.util.Locale.ROOT, "%-10s %s", key, t.getString(key)));
            }
        }
        String[] cells = cells(t);
        out.data("bytes      " + cells[4] + " of " + cells[5]);
        out.data("files      " + cells[6]);
        List<String> words = TransferPrinter.texts(t, "words");
        if (!words.isEmpty()) {
            out.data("words      " + String.join("  ", words));
        }
    }
}
