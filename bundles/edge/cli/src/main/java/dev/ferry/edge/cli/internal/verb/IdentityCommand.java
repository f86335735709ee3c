package dev.ferry.edge.cli.internal.verb;

import jakarta.json.JsonObjectBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes this device's identity to another home. */
@Command(name = "identity", description = "Take this device's identity and its pairs to another home, or bring one from there.",
        footer = {"", "export FILE           write them into a new file, sealed under a passphrase", "import FILE           be that device from now on, for all its pairs; no daemon may run here",
            "", "One identity is one device: use the old home no more once the new one is in use."})
public final class IdentityCommand extends Verb {
    @Parameters(index = "0", paramLabel = "ACTION", description = "export or import.")
    private String action;
    @Parameters(index = "1", paramLabel = "FILE", description = "The sealed identity.")
    private String file;
    @Option(names = "--replace", description = "With import: give up the pairs that this home has.")
    private boolean replace;
    @Mixin
    private PassphraseOptions passphrases = new PassphraseOptions();

    @Override
    public Integer call() throws Exception {
        boolean export = action.equals("export");
        if (!export && !action.equals("import") || export && replace) {
            throw CommandProblem.usage("Say what to do: ferry identity export FILE, or ferry identity import FILE [--replace].");
        }
        if (!export) {
            Session.demandNoDaemon(context(), "A daemon is using this home under the identity that it has. Stop it first, import, and start it again.");
        }
        JsonObjectBuilder arguments = object().add("file", file).add("passphrase", passphrases.passphrase(context(), export));
        if (replace) {
            arguments.add("replace", true);
        }
        Output out = new Output(context(), output);
        return simple("identity." + action, arguments.build(), "", event -> {
            if (event.getString("event", "").equals("identity")) {
                out.data(event.getString("id"));
                out.say(export ? "Exported to " + file + ". Who has the file and the passphrase is this device for all its pairs: keep them apart."
                        : "This home is that device from its next start on. Use the old home no more: two devices with one identity get in each other's way.");
            }
        });
    }
}
