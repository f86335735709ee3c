package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.Table;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says whom files may be meant for. */
@Command(name = "suggest", description = "Say which devices these files may be meant for, and why. Sends nothing.")
public final class SuggestCommand extends Verb {
    @Mixin
    private ChoiceOptions choice = new ChoiceOptions();
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files and folders.")
    private List<String> files;
    @Option(names = "--wait", paramLabel = "TIME", description = "Listen for this long first (default: 3s where no daemon has been listening).")
    private String wait;

    @Override
    public Integer call() throws Exception {
        JsonObjectBuilder arguments = object().add("files", SendCommand.files(context(), files));
        choice.add(arguments);
        Output out = new Output(context(), output);
        Table table = new Table("SCORE", "NAME", "RELATIONSHIP", "WHY");
        Optional<Duration> typed = DevicesCommand.wait(wait);
        try (Session session = Session.open(context(), output.verbose)) {
            demandHome(session);
            arguments.add("listenMillis", DevicesCommand.listen(session, typed).toMillis());
            int exit = ask(session, out, "suggest", arguments.build(), "suggestions", event -> {
                if (event.getString("event", "").equals("suggestion")) {
                    table.row(String.format(Locale.ROOT, "%.2f", event.getJsonNumber("score").doubleValue()), event.getString("name", ""), event.getString("relationship", ""), why(event));
                }
            });
            if (output.human() && exit == Exit.OK) {
                if (table.isEmpty()) {
                    out.say("No device that is here fits. Send with a code: ferry send FILE; ferry devices lists what is known.");
                } else {
                    table.lines().forEach(out::data);
                }
            }
            return exit;
        }
    }

    static String why(JsonObject suggestion) {
        return String.join("; ", TransferPrinter.texts(suggestion, "reasons"));
    }
}
