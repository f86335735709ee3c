package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.control.Json;
import dev.ferry.edge.cli.internal.show.Amounts;
import dev.ferry.edge.cli.internal.show.Table;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** References: files that stay with their owner. */
@Command(name = "refs", description = {"References: files that stay where they are while another device lists, fetches or adds to them.", "Given with: ferry send FILE --to DEVICE --reference"},
        footer = {"", "ferry refs                      those given and held, with access, end and state",
            "ferry refs ls REF [PATH]        what is in a held one now, one level; -r with everything below",
            "ferry refs get REF [PATH…] -o DIR   fetch all of it, or these, under their own paths",
            "ferry refs put REF FILE…        add files, where it was given with write access",
            "ferry refs revoke REF           end a given one, at once and for transfers that run",
            "", "REF is the beginning of its id, PATH as the list shows it. Only the owner revokes; unpairing and blocking end references too."})
public final class RefsCommand extends Verb {
    /** What to do. */
    enum Action { ls, get, put, revoke }

    /** What the holder may do. */
    enum Access { list, read, write }

    @Parameters(index = "0", arity = "0..1", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES} (default: ls).")
    private Action action = Action.ls;
    @Parameters(index = "1", arity = "0..1", paramLabel = "REF", description = "The beginning of its id.")
    private String reference;
    @Parameters(index = "2..*", arity = "0..*", paramLabel = "PATH", description = "Paths in the reference; for put: files of this device.")
    private List<String> paths = List.of();
    @Option(names = {"-o", "--output"}, paramLabel = "DIR", description = "With get: folder to receive into (default: this one).")
    private String folder;
    @Option(names = "--on-conflict", description = "With get, where a name exists: rename, skip, overwrite, fail (default: skip).")
    private ReceiveCommand.Conflict conflict = ReceiveCommand.Conflict.skip;
    @Option(names = {"-r", "--recursive"}, description = "With ls: everything below.")
    private boolean recursive;

    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        if (action == Action.ls && reference == null) {
            return references(out);
        }
        if (reference == null) {
            throw CommandProblem.usage("Which reference? Give the beginning of its id; list them with: ferry refs");
        }
        JsonObjectBuilder arguments = object().add("reference", reference);
        return switch (action) {
            case ls -> entries(out, arguments);
            case get -> get(out, arguments);
            case put -> put(out, arguments);
            case revoke -> revoke(out, arguments);
        };
    }

    private int references(Output out) throws Exception {
        Table table = new Table("REF", "", "DEVICE", "ACCESS", "STATE", "EXPIRES", "FILES", "SIZE", "WHAT");
        int exit = simple("refs.ls", object().build(), "references", event -> {
            if (event.getString("event", "").equals("reference")) {
                List<String> names = TransferPrinter.texts(event, "names");
                table.row(event.getString("id").substring(0, 8), event.getString("direction"), event.getString("name"), event.getString("access"), event.getString("state"),
                        event.containsKey("expires") ? Amounts.moment(event.getString("expires")) : "never", event.getJsonNumber("count").toString(),
                        Amounts.bytes(event.getJsonNumber("bytes").longValue()), String.join(" ", names.subList(0, Math.min(3, names.size()))) + (names.size() > 3 ? " …" : ""));
            }
        });
        if (output.human() && !table.isEmpty()) {
            table.lines().forEach(out::data);
        }
        return exit;
    }

    /** A list may be long, and stands line by line as it comes. */
    private int entries(Output out, JsonObjectBuilder arguments) throws Exception {
        if (paths.size() > 1) {
            throw CommandProblem.usage("List one path at a time.");
        }
        arguments.add("path", paths.isEmpty() ? "" : paths.get(0)).add("whole", recursive);
        return simple("refs.list", arguments.build(), "entries", event -> {
            switch (event.getString("event", "")) {
                case "entry" -> out.data(String.format(Locale.ROOT, "%10s  %16s  %s", event.getBoolean("folder") ? "" : Amounts.bytes(event.getJsonNumber("bytes").longValue()),
                        event.containsKey("modified") ? Amounts.moment(event.getString("modified")) : "", event.getString("path") + (event.getBoolean("folder") ? "/" : "")));
                case "listed" -> {
                    if (event.getJsonNumber("skipped").longValue() > 0) {
                        out.say(event.getJsonNumber("skipped") + " left out: links, pipes, or what cannot be read there");
                    }
                }
                default -> { }
            }
        });
    }

    private int get(Output out, JsonObjectBuilder arguments) throws Exception {
        if (conflict == ReceiveCommand.Conflict.ask) {
            throw CommandProblem.usage("Fetching asks no questions: choose rename, skip, overwrite or fail with --on-conflict.");
        }
        JsonArrayBuilder named = Json.PROVIDER.createArrayBuilder();
        paths.forEach(named::add);
        arguments.add("paths", named).add("conflict", conflict.name());
        if (folder != null) {
            arguments.add("folder", folder);
        }
        return simple("refs.get", arguments.build(), "", new TransferPrinter(context(), out, new QrOptions(), ""));
    }

    private int put(Output out, JsonObjectBuilder arguments) throws Exception {
        if (paths.isEmpty()) {
            throw CommandProblem.usage("Which files? Name those of this device that are to be put there.");
        }
        arguments.add("files", SendCommand.files(context(), paths));
        return simple("refs.put", arguments.build(), "", new TransferPrinter(context(), out, new QrOptions(), ""));
    }

    private int revoke(Output out, JsonObjectBuilder arguments) throws Exception {
        return simple("refs.revoke", arguments.build(), "", event -> {
            if (event.getString("event", "").equals("reference")) {
                out.say("It is " + event.getString("state") + ". " + event.getString("name") + " reaches these files no more.");
            }
        });
    }

    /** At the owner, while it is offered and when it is held. */
    static void given(Output out, JsonObject event) {
        if (event.getString("event", "").equals("reference")) {
            if (event.getString("state").equals("offered")) {
                out.say("Offered to " + event.getString("name") + "; waiting for the answer.");
            } else {
                out.data(event.getString("id"));
                out.say(event.getString("name") + " holds a reference: " + terms(event) + ". The files stay here. End it with: ferry refs revoke " + event.getString("id").substring(0, 8));
            }
        }
    }

    /** What it is good for, and how long. */
    static String terms(JsonObject reference) {
        String access = switch (reference.getString("access", "")) {
            case "list" -> "to be listed";
            case "write" -> "to be read and added to";
            default -> "to be read";
        };
        return access + ", until " + (reference.containsKey("expires") ? Amounts.moment(reference.getString("expires")) : "it is revoked");
    }
}
