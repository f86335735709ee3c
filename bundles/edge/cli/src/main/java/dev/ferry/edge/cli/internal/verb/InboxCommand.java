package dev.ferry.edge.cli.internal.verb;

import jakarta.json.JsonObjectBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Offers that wait for an answer. */
@Command(name = "inbox", description = "List offers that wait for you, accept or reject one.")
public final class InboxCommand extends Verb {
    /** What to do. */
    enum Action { list, accept, reject }

    @Parameters(index = "0", arity = "0..1", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES} (default: list).")
    private Action action = Action.list;
    @Parameters(index = "1", arity = "0..1", paramLabel = "OFFER", description = "The beginning of its id; needed where several wait.")
    private String offer;
    @Option(names = {"-o", "--output"}, paramLabel = "DIR", description = "Folder to receive into (default: the configured inbox).")
    private String folder;
    @Option(names = "--on-conflict", description = "Where a name exists: rename, skip, overwrite, fail (default: rename).")
    private ReceiveCommand.Conflict conflict = ReceiveCommand.Conflict.rename;
    @Option(names = "--block", description = "With reject: also block the device.")
    private boolean block;
    @Option(names = "--detach", description = "With accept: do not wait for the transfer's end.")
    private boolean detach;

    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        if (action == Action.list) {
            return toDaemon("inbox.list", object().build(), "offers", event -> {
                if (event.getString("event", "").equals("offer")) {
                    out.data(event.getString("id"));
                    OfferPrinter.lines(event).forEach(line -> out.data("  " + line));
                }
            });
        }
        if (conflict == ReceiveCommand.Conflict.ask) {
            throw CommandProblem.usage("Accepting an offer asks no questions: choose rename, skip, overwrite or fail with --on-conflict.");
        }
        JsonObjectBuilder arguments = object().add("block", block).add("detach", detach).add("conflict", conflict.name());
        if (offer != null) {
            arguments.add("offer", offer);
        }
        if (folder != null) {
            arguments.add("folder", folder);
        }
        TransferPrinter printer = new TransferPrinter(context(), out, new QrOptions(), "");
        return toDaemon("inbox." + action.name(), arguments.build(), "", printer);
    }
}
