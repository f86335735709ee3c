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
    private final BlockingQueue<Question> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "ferry-questions");
    private boolean open;
    private boolean over;

    private record Question(Runnable put, Runnable await) { }

    Questions(PrintStream err) {
        this.err = err;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * When those before it are answered.
     *
     * @param put   says it
     * @param await waits for the answer and acts by it
     */
    void ask(Runnable put, Runnable await) {
        waiting.add(new Question(put, await));
    }

    /** What is said next stands on a line of its own. */
    synchronized void interrupt() {
        if (open) {
            err.println();
        }
    }

    /** And nothing is asked any more. */
    synchronized void end() {
        over = true;
        interrupt();
    }

    private synchronized boolean isPut(Question question) {
        if (!over) {
            open = true;
            question.put().run();
        }
        return !over;
    }

    private synchronized void answered() {
        open = false;
    }

    private void run() {
        try {
            while (true) {
                Question question = waiting.take();
                if (isPut(question)) {
                    question.await().run();
                    answered();
                }
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
