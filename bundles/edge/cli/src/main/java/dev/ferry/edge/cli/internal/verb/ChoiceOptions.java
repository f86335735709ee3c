package dev.ferry.edge.cli.internal.verb;

import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whom to choose where nobody is named. */
public final class ChoiceOptions extends OnlyOptions {
    /** What counts most. */
    enum Preference { best, nearest, fastest, most_recent }

    @Option(names = "--prefer", paramLabel = "WHAT", description = "What counts most: ${COMPLETION-CANDIDATES} (default: best).")
    private Preference prefer;

    @Override
    void add(JsonObjectBuilder arguments) {
        super.add(arguments);
        Optional.ofNullable(prefer).ifPresent(p -> arguments.add("prefer", p.name()));
    }
}
