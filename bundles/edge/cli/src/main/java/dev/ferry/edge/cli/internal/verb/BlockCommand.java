package dev.ferry.edge.cli.internal.verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Refuses everything from a device. */
@Command(name = "block", description = "Refuse everything from a device, by its key.")
public final class BlockCommand extends Verb {
    @Parameters(paramLabel = "DEVICE", description = "Name or id.")
    private String device;
    @Option(names = "--reason", paramLabel = "TEXT", description = "A note for yourself; the other side never sees it.")
    private String reason = "blocked by its owner";

    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        return simple("block", object().add("device", device).add("reason", reason).build(), "", event -> Relation.tell(out, device, event));
    }
}
