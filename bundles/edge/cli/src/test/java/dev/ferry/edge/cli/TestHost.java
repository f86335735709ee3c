package dev.ferry.edge.cli;

import dev.ferry.edge.cli.host.Host;
import dev.ferry.edge.cli.host.HostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A home whose daemon is whatever listens on its socket, and whose one-shot device is whatever listens on another. */
final class TestHost implements Host {
    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger stopped = new AtomicInteger();
    private final Path folder;
    private final boolean guest;

    TestHost(Path folder, boolean guest) {
        this.folder = folder;
        this.guest = guest;
    }

    @Override
    public Path socket() {
        return folder.resolve("daemon.sock");
    }

    @Override
    public Node start(Kind kind, boolean verbose) throws HostException {
        started.incrementAndGet();
        if (kind == Kind.DAEMON) {
            throw new HostException("home-in-use", 4, "This home is already in use by a daemon, process 1. Stop that one first.");
        }
        return new Node() {
            @Override
            public Path socket() {
                return folder.resolve("one.sock");
            }

            @Override
            public boolean guest() {
                return guest;
            }

            @Override
            public void awaitStop() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {
                stopped.incrementAndGet();
            }
        };
    }

    @Override
    public Path installation() {
        return folder;
    }

    @Override
    public List<String> command() {
        return List.of("ferry");
    }
}
