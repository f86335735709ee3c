package dev.ferry.edge.cli.internal.verb;

import jakarta.json.JsonObjectBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets how far a paired device is trusted. */
@Command(name = "trust", description = "Set how far a paired device is trusted: trusted devices are not asked about.")
public final class TrustCommand extends Verb {
    /** Levels a person may set. */
    enum Level { trusted, verified, unverified }

    @Parameters(index = "0", paramLabel = "DEVICE", description = "Name or id of a paired device.")
    private String device;
    @Parameters(index = "1", arity = "0..1", paramLabel = "LEVEL", description = "${COMPLETION-CANDIDATES}.")
    private Level level;
    @Option(names = "--rename", paramLabel = "NAME", description = "Call it this from now on.")
    private String name;

    @Override
    public Integer call() throws Exception {
        if (level == null && name == null) {
            throw CommandProblem.usage("Say how far: ferry trust " + device + " trusted, verified or unverified; or give it another name with --rename.");
        }
        JsonObjectBuilder arguments = object().add("device", device);
        if (level != null) {
            arguments.add("level", level.name());
        }
        if (name != null) {
            arguments.add("rename", name);
        }
        Output out = new Output(context(), output);
        return simple("trust", arguments.build(), "", event -> Relation.tell(out, device, event));
    }
}
