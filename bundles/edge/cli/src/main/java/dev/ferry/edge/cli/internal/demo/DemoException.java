package dev.ferry.edge.cli.internal.demo;

/** A step of the demonstration did not show what it should. */
public final class DemoException extends Exception {
    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }
}
