package dev.ferry.edge.cli.internal.verb;

import java.io.PrintStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Puts questions to a person, one after the other, on a thread of its own: a read from a terminal cannot be broken off, and what is asked about may be withdrawn meanwhile. The
 * thread ends with the process, wherever it stands.
 */
final class Questions implements AutoCloseable {
    private final PrintStream err;
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "ferry-questions");
    private volatile boolean open;

    Questions(PrintStream err) {
        this.err = err;
        thread.setDaemon(true);
        thread.start();
    }

    void ask(Runnable question) {
        waiting.add(question);
    }

    /** What is said next stands on a line of its own. */
    void interrupt() {
        if (open) {
            err.println();
        }
    }

    private void run() {
        try {
            while (true) {
                Runnable question = waiting.take();
                open = true;
                question.run();
                open = false;
            }
        } catch (InterruptedException e) {
            // Nobody asks any more.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
