package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.host.HostException;
import dev.ferry.edge.cli.internal.control.ControlException;
import dev.ferry.edge.cli.internal.project.PluginProject;
import dev.ferry.edge.cli.internal.show.Table;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The jars of the plugin folder, and the beginning of a new one. */
@Command(name = "plugin", description = "List, check, install, remove or begin plugins: new ways to find devices, to move bytes, to trust.",
        footer = {"", "ls                    what is in the plugin folder, and how it does (default)",
            "verify JAR            what would become of a jar, also where no daemon runs; its signature is JAR.sig beside it", "install JAR           put it into the plugin folder and start it",
            "install NAME          the same with a plugin of the signed index that the configuration names",
            "rm NAME               stop it and remove it", "new ROLE NAME         begin a plugin: a project NAME (a name of yours, such as com.example.beacon) that builds alone;",
            "                      ROLE is discovery, transport, security or policy",
            "", "A running daemon also takes up what is put into the folder plugins of its home, and lets go of what is removed there."})
public final class PluginCommand extends Verb {
    private static final Set<String> NEED_ONE = Set.of("verify", "install", "rm");

    @Parameters(index = "0", arity = "0..1", paramLabel = "ACTION", description = "ls, verify, install, rm or new.")
    private String action = "ls";
    @Parameters(index = "1..*", arity = "0..2", paramLabel = "WHAT", description = "As below.")
    private List<String> what = List.of();

    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        if (action.equals("ls") && what.isEmpty()) {
            return list(out);
        }
        if (action.equals("new") && what.size() == 2) {
            return begin(out, what.get(0), what.get(1));
        }
        if (!NEED_ONE.contains(action) || what.size() != 1) {
            throw CommandProblem.usage("Say what to do: ferry plugin ls, verify JAR, install JAR or NAME, rm NAME, or new ROLE NAME; roles are discovery, transport, security and policy.");
        }
        JsonObject named = object().add("plugin", what.get(0)).build();
        if (action.equals("verify")) {
            // Where a plugin is built nobody runs a daemon.
            try (Session session = Session.open(context(), output.verbose)) {
                return ask(session, out, "plugin.verify", named, "", event -> tell(out, event));
            }
        }
        int exit = toDaemon("plugin." + action, named, "", event -> tell(out, event));
        if (exit == Exit.OK && action.equals("rm")) {
            out.say(what.get(0) + " is removed and stopped.");
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

    private int begin(Output out, String role, String name) throws IOException {
        Path project;
        try {
            project = new PluginProject(context().host().installation().resolve("sdk")).begin(role, name, context().cwd());
        } catch (IllegalArgumentException e) {
            throw CommandProblem.usage(e.getMessage());
        } catch (FileAlreadyExistsException e) {
            throw new CommandProblem("conflict", Exit.NAME_EXISTS, e.getFile() + " is there already. Name the plugin otherwise, or begin it in another folder.");
        }
        JsonObject begun = object().add("event", "project").add("time", Instant.now().toString()).add("folder", project.toString()).build();
        out.stream(begun);
        out.keep(begun);
        if (output.human()) {
            out.data(project.toString());
            out.say("Build it with mvn package, then: ferry plugin install target/" + name + ".jar. Its README.md says more.");
        }
        out.finish("");
        return Exit.OK;
    }
}
