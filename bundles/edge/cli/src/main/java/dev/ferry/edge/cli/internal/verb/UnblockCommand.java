package dev.ferry.edge.cli.internal.verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lifts a block. */
@Command(name = "unblock", description = "Lift a block; a device that was paired is unverified afterwards.")
public final class UnblockCommand extends Verb {
    @Parameters(paramLabel = "DEVICE", description = "Name or id.")
    private String device;

    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        return simple("unblock", object().add("device", device).build(), "", event -> Relation.tell(out, device, event));
    }
}
