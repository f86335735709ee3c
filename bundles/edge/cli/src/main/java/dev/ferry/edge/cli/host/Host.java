package dev.ferry.edge.cli.host;

import java.nio.file.Path;
import java.util.List;

/** What the command needs from the process and the installation around it. Implemented by the launcher. */
public interface Host {
    /**
     * The socket on which this home's daemon listens while it runs.
     *
     * @throws HostException the home may not be used
     */
    Path socket() throws HostException;

    /**
     * Starts a whole device in this process and returns when it answers on its socket.
     *
     * @param verbose whether its log tells details
     * @throws HostException the home may not be used, another daemon runs on it, or a part does not start
     */
    Node start(Kind kind, boolean verbose) throws HostException;

    /** The unpacked distribution. */
    Path installation();

    /** The words that start this same command in another process: a demonstration runs several devices. */
    List<String> command();

    /** For how long and for whom a device is started. */
    enum Kind {
        /** Serves every command of this home until it is stopped. */
        DAEMON,
        /** Serves one command. While another process owns the home it is a guest: it keeps everything in memory. */
        ONE_SHOT
    }

    /** A device that runs in this process. */
    interface Node extends AutoCloseable {
        /** Where it answers. */
        Path socket();

        /** True where another process owns the home and this one writes nothing into it. */
        boolean guest();

        /** Waits until it stops: by {@link #close()}, by a signal or by itself. */
        void awaitStop() throws InterruptedException;

        /** Stops it and returns when every part has stopped; idempotent. */
        @Override
        void close();
    }
}
