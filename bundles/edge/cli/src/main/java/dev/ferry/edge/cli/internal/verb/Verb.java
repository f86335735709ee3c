package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.host.HostException;
import dev.ferry.edge.cli.internal.control.ControlException;
import dev.ferry.edge.cli.internal.control.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;

/** A word after {@code ferry}. */
public abstract class Verb implements Callable<Integer> {
    @Mixin
    OutputOptions output = new OutputOptions();
    private Context context;

    /** Before {@link #call()}. */
    public void use(Context given) {
        context = given;
    }

    Context context() {
        return context;
    }

    static JsonObjectBuilder object() {
        return Json.PROVIDER.createObjectBuilder();
    }

    /**
     * Asks for one thing and prints what comes.
     *
     * @param list  under which name results stand in {@code --json}; empty: the last one alone
     * @param human prints an event for a person; errors are printed here
     */
    int ask(Session session, Output out, String request, JsonObject arguments, String list, Consumer<JsonObject> human) throws ControlException {
        int exit = session.request(request, context.cwd(), arguments, event -> {
            JsonObject plain = Output.without(event, "request");
            happened(plain);
            out.stream(plain);
            if (isResult(plain)) {
                out.keep(plain);
            }
            if (plain.getString("event", "").equals("error")) {
                human.accept(plain);
                out.error(plain.getString("code", "unknown"), plain.getString("message", "The daemon reported an error without words."));
            } else if (output.human()) {
                human.accept(plain);
            }
        });
        out.finish(list);
        return exit;
    }

    /** For what is done about an event whatever the form of the output is, before it is printed. */
    void happened(JsonObject event) { }

    /** Whether an event belongs to the final object. */
    boolean isResult(JsonObject event) {
        return true;
    }

    /** One request to a device that may have to be started first. */
    int simple(String request, JsonObject arguments, String list, Consumer<JsonObject> human) throws HostException, ControlException {
        try (Session session = Session.open(context, output.verbose)) {
            demandHome(session);
            return ask(session, new Output(context, output), request, arguments, list, human);
        }
    }

    static void demandHome(Session session) {
        if (session.guest()) {
            throw new CommandProblem("home-in-use", Exit.DAEMON_UNREACHABLE,
                    "Another ferry command that is no daemon is using this home, so its devices and pairs cannot be read or changed now. Wait until it ends.");
        }
    }

    /** One request to a daemon that must be running. */
    int toDaemon(String request, JsonObject arguments, String list, Consumer<JsonObject> human) throws HostException, ControlException {
        try (Session session = Session.toDaemon(context)) {
            return ask(session, new Output(context, output), request, arguments, list, human);
        }
    }
}
