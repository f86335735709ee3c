package dev.ferry.edge.cli.internal.verb;

import dev.ferry.edge.cli.host.Host;
import dev.ferry.edge.cli.host.HostException;
import dev.ferry.edge.cli.internal.control.ControlClient;
import dev.ferry.edge.cli.internal.control.ControlException;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A connection to a device: to the home's daemon where one runs, else to a device that is started in this process for this one command. A signal cancels the request, waits a moment for
 * its end, so that the other side hears of it, and stops what was started.
 */
final class Session implements AutoCloseable {
    private static final long GRACE_SECONDS = 3;

    private final ControlClient client;
    private final Optional<Host.Node> node;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread onSignal = new Thread(this::interrupted, "ferry-signal");

    private Session(ControlClient client, Optional<Host.Node> node) {
        this.client = client;
        this.node = node;
        Runtime.getRuntime().addShutdownHook(onSignal);
    }

    /** To a daemon that runs. */
    static Session toDaemon(Context context) throws HostException, ControlException {
        return ControlClient.connect(context.host().socket()).map(client -> new Session(client, Optional.empty()))
                .orElseThrow(() -> new CommandProblem("no-daemon", Exit.DAEMON_UNREACHABLE, "No daemon runs on this home. Start one with: ferry up"));
    }

    /** To a daemon, or without one to a device of this process's own. */
    static Session open(Context context, boolean verbose) throws HostException, ControlException {
        Optional<ControlClient> daemon = ControlClient.connect(context.host().socket());
        if (daemon.isPresent()) {
            return new Session(daemon.get(), Optional.empty());
        }
        Host.Node node = context.host().start(Host.Kind.ONE_SHOT, verbose);
        try {
            return new Session(ControlClient.connect(node.socket()).orElseThrow(() -> new ControlException("The device started and does not answer on " + node.socket() + ".")),
                    Optional.of(node));
        } catch (ControlException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /** For what only a home at rest allows. */
    static void demandNoDaemon(Context context, String sentence) throws HostException, ControlException {
        Optional<ControlClient> daemon = ControlClient.connect(context.host().socket());
        if (daemon.isPresent()) {
            daemon.get().close();
            throw new CommandProblem("home-in-use", Exit.HOME_AT_WORK, sentence);
        }
    }

    boolean oneShot() {
        return node.isPresent();
    }

    boolean guest() {
        return node.map(Host.Node::guest).orElse(false);
    }

    int request(String verb, Path cwd, JsonObject arguments, Consumer<JsonObject> events) throws ControlException {
        try {
            return client.request(verb, cwd, arguments, events);
        } finally {
            ended.countDown();
        }
    }

    void answer(JsonObject answer) throws ControlException {
        client.answer(answer);
    }

    private void interrupted() {
        try {
            client.cancel();
            ended.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (ControlException e) {
            // The daemon has gone, and the request with it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            node.ifPresent(Host.Node::close);
        }
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            return; // The signal's thread is closing everything.
        }
        client.close();
        node.ifPresent(Host.Node::close);
    }
}
