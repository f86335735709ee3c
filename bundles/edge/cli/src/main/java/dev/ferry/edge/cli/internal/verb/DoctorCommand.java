package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.host.HostException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says why a device is not found or not reached. */
@Command(name = "doctor", description = "Say what is in the way when a device is not found or not reached: folders, disk, clock, plugins, networks, multicast, ports; and one device, where it is named.")
public final class DoctorCommand extends Verb {
    @Parameters(arity = "0..1", paramLabel = "DEVICE", description = "A name, id or host:port: who has seen it, and what happens at each of its addresses.")
    private String target;
    @Option(names = "--wait", paramLabel = "TIME", description = "Wait for DEVICE to be seen for this long (default: 5s).")
    private String wait;

    @Override
    public Integer call() throws Exception {
        JsonObjectBuilder arguments = object();
        if (target != null) {
            arguments.add("target", target);
        }
        if (wait != null) {
            arguments.add("waitMillis", SendCommand.time(wait).toMillis());
        }
        Output out = new Output(context(), output);
        try (Session session = Session.open(context(), output.verbose)) {
            if (session.oneShot()) {
                out.say(session.guest() ? "Another ferry command that is no daemon uses this home; a device beside it is examined." : "No daemon runs on this home, so nobody reaches this device but while a "
                        + "command runs: ferry up. One is started to be examined.");
            }
            return ask(session, out, "doctor", arguments.build(), "checks", event -> tell(out, event));
        } catch (HostException e) {
            // What keeps a device from starting is the first thing that a person has to put right.
            if (output.human()) {
                out.data(line("fault", "start", "", e.getMessage()));
            }
            throw e;
        }
    }

    @Override
    boolean isResult(JsonObject event) {
        return !event.getString("event", "").equals("diagnosis");
    }

    private static void tell(Output out, JsonObject event) {
        switch (event.getString("event", "")) {
            case "check" -> out.data(line(event.getString("result"), event.getString("check"), event.getString("subject"), event.getString("message")));
            case "diagnosis" -> out.say(summary(event.getInt("faults"), event.getInt("warnings")));
            default -> { }
        }
    }

    private static String line(String result, String check, String subject, String message) {
        return String.format(Locale.ROOT, "%-8s %s%s: %s", result, check, subject.isEmpty() ? "" : " " + subject, message);
    }

    private static String summary(int faults, int warnings) {
        return faults + warnings == 0 ? "Nothing is wrong here." : faults == 0 ? warnings + (warnings == 1 ? " warning." : " warnings.") + " Nothing is broken."
                : faults + (faults == 1 ? " fault" : " faults") + (warnings == 0 ? "." : ", " + warnings + (warnings == 1 ? " warning." : " warnings.")) + " Begin with the first.";
    }
}
