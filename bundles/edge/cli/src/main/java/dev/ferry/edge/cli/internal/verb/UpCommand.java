package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.host.Host;
import jakarta.json.JsonObject;
import java.time.Instant;
import picocli.CommandLine.Command;

/** Runs the daemon. */
@Command(name = "up", description = "Run this device's daemon until it is stopped.")
public final class UpCommand extends Verb {
    @Override
    public Integer call() throws Exception {
        Output out = new Output(context(), output);
        Host.Node node = context().host().start(Host.Kind.DAEMON, output.verbose);
        Thread onSignal = new Thread(node::close, "ferry-stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        JsonObject ready = object().add("event", "ready").add("time", Instant.now().toString()).add("pid", ProcessHandle.current().pid())
                .add("socket", node.socket().toString()).build();
        out.stream(ready);
        out.keep(ready);
        out.finish("");
        out.say("Ferry is up, process " + ProcessHandle.current().pid() + ". Ctrl-C stops it.");
        node.awaitStop();
        return Exit.OK;
    }
}
