package dev.ferry.edge.cli.internal.verb;

import jakarta.json.JsonObject;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Says the version of this command. */
@Command(name = "version", description = "Show the version.")
public final class VersionCommand extends Verb {
    @Override
    public Integer call() {
        Output out = new Output(context(), output);
        if (output.human()) {
            out.data("ferry " + version());
            out.detail("Java " + Runtime.version() + " " + System.getProperty("java.home"));
            return Exit.OK;
        }
        JsonObject version = object().add("event", "version").add("version", version()).add("java", Runtime.version().toString()).build();
        out.stream(version);
        out.keep(version);
        out.finish("");
        return Exit.OK;
    }

    /** As the jar's manifest has it. */
    static String version() {
        return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion()).orElse("unpacked");
    }
}
