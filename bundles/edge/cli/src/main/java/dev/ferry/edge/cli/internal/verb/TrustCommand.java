package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.show.Amounts;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets how far a paired device is trusted. */
@Command(name = "trust", description = {"Set how far a paired device is trusted, or show it: trusted devices are not asked about.", "For a while: --for or --until; then the level that it had before holds again, and always a lower one than this."})
public final class TrustCommand extends Verb {
    /** Levels a person may set. */
    enum Level { trusted, verified, unverified }

    @Parameters(index = "0", paramLabel = "DEVICE", description = "Name or id of a paired device.")
    private String device;
    @Parameters(index = "1", arity = "0..1", paramLabel = "LEVEL", description = "${COMPLETION-CANDIDATES}.")
    private Level level;
    @Option(names = "--for", paramLabel = "TIME", description = "For so long, for example 1h or 7d.")
    private String time;
    @Option(names = "--until", paramLabel = "WHEN", description = "Until then, for example 2030-01-01T12:00.")
    private String until;
    @Option(names = "--rename", paramLabel = "NAME", description = "Call it this from now on.")
    private String name;

    @Override
    public Integer call() throws Exception {
        JsonObjectBuilder arguments = object().add("device", device);
        if (level != null) {
            arguments.add("level", level.name());
        }
        end().ifPresent(end -> arguments.add("until", end.toString()));
        if (name != null) {
            arguments.add("rename", name);
        }
        Output out = new Output(context(), output);
        return simple("trust", arguments.build(), "", event -> Relation.tell(out, device, event));
    }

    private Optional<Instant> end() {
        if (time == null && until == null) {
            return Optional.empty();
        }
        if (level == null) {
            throw CommandProblem.usage("A time says how long a level holds. Name the level too: ferry trust " + device + " trusted " + (time != null ? "--for " + time : "--until " + until));
        }
        if (time != null && until != null) {
            throw CommandProblem.usage("--for and --until both say when it ends. Leave one of them out.");
        }
        return Optional.of(time != null ? Instant.now().plus(SendCommand.time("--for", time)) : Amounts.parseMoment(until, ZoneId.systemDefault())
                .orElseThrow(() -> CommandProblem.usage("--until " + until + " is no time. Write for example 2030-01-01T12:00, or 2030-01-01T12:00Z.")));
    }
}
