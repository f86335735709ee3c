package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.host.HostException;
import dev.ferry.edge.cli.internal.control.ControlException;
import dev.ferry.edge.cli.internal.show.Table;
import jakarta.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The jars of the plugin folder. */
@Command(name = "plugin", description = "List, check, install or remove plugins: new ways to find devices, to move bytes, to trust.",
        footer = {"", "A running daemon also takes up what is put into the folder plugins of its home, and lets go of what is removed there."})
public final class PluginCommand extends Verb {
    /** What to do. */
    enum Action { ls, verify, install, rm }

    @Parameters(index = "0", arity = "0..1", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES} (default: ls).")
    private Action action = Action.ls;
    @Parameters(index = "1", arity = "0..1", paramLabel = "PLUGIN", description = "A jar to verify or install, its signature JAR.sig beside it; or the name of one to remove.")
    private String plugin;

    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        if (action == Action.ls) {
            return list(out);
        }
        if (plugin == null) {
            throw CommandProblem.usage("Say which plugin: ferry plugin " + action + (action == Action.rm ? " NAME" : " JAR"));
        }
        int exit = toDaemon("plugin." + action, object().add("plugin", plugin).build(), "", event -> tell(out, event));
        if (exit == Exit.OK && action == Action.rm) {
            out.say(plugin + " is removed and stopped.");
        }
        return exit;
    }

    private int list(Output out) throws HostException, ControlException {
        Table table = new Table("PLUGIN", "VERSION", "STATE", "PROVIDES", "SIGNED BY");
        int exit = toDaemon("plugin.ls", object().build(), "plugins", event -> {
            if (event.getString("event", "").equals("plugin")) {
                table.row(event.getString("name"), event.getString("version"), event.getString("state"), String.join(", ", TransferPrinter.texts(event, "provides")),
                        event.getString("signer", "nobody"));
                if (!event.getString("state").equals("active")) {
                    out.say(event.getString("file") + ": " + event.getString("explanation"));
                }
            }
        });
        if (output.human() && table.isEmpty()) {
            out.say("There is no plugin in the plugin folder. Put one there, or install one: ferry plugin install JAR");
        } else if (output.human()) {
            table.lines().forEach(out::data);
        }
        return exit;
    }

    private static void tell(Output out, JsonObject event) {
        if (event.getString("event", "").equals("plugin")) {
            out.data(event.getString("name") + " " + event.getString("version") + " " + event.getString("state"));
            out.say(event.getString("explanation"));
        }
    }
}
