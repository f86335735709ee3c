package dev.ferry.edge.cli.internal.verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends a pairing. */
@Command(name = "unpair", description = "End the pairing with a device; it is told when it is next reached.")
public final class UnpairCommand extends Verb {
    @Parameters(paramLabel = "DEVICE", description = "Name or id of a paired device.")
    private String device;

    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        return simple("unpair", object().add("device", device).build(), "", event -> Relation.tell(out, device, event));
    }
}
