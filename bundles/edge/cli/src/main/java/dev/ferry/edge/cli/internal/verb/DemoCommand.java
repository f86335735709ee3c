package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.internal.demo.Demo;
import dev.ferry.edge.cli.internal.demo.DemoException;
import jakarta.json.JsonObject;
import java.time.Instant;
import picocli.CommandLine.Command;

/** Shows what Ferry does, on this machine alone. */
@Command(name = "demo", description = "Watch two devices on this machine find each other, pair and move a tree, and a stranger drop a file.")
public final class DemoCommand extends Verb {
    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        try {
            new Demo(context().host().command(), context().host().installation(), line -> tell(out, line)).run();
        } catch (DemoException e) {
            throw new CommandProblem("demo", Exit.BUG, "The demonstration stopped. " + e.getMessage());
        }
        JsonObject done = object().add("event", "done").add("time", Instant.now().toString()).add("state", "completed").build();
        out.stream(done);
        out.keep(done);
        out.finish("");
        return Exit.OK;
    }

    private static void tell(Output out, String line) {
        if (out.options().human()) {
            out.data(line);
        } else {
            out.stream(object().add("event", "step").add("time", Instant.now().toString()).add("text", line).build());
        }
    }
}
