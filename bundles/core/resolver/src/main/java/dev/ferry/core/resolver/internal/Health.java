package dev.ferry.core.resolver.internal;

import java.util.Optional;
import java.util.function.Consumer;

/** Whether one plugin service works, by its own word and by what the core has seen of it. Any thread. */
final class Health {
    private final Consumer<Health> changed;
    private Optional<String> said = Optional.empty();
    private Optional<String> noticed = Optional.empty();
    private Optional<String> excess = Optional.empty();
    private Optional<String> note = Optional.empty();

    /** @param changed returns at once */
    Health(Consumer<Health> changed) {
        this.changed = changed;
    }

    /** The plugin's own word. */
    void said(Optional<String> sentence) {
        set(() -> said = sentence);
    }

    /** How its work goes, by its own word: no trouble, and so no news. */
    synchronized void noted(String sentence) {
        note = Optional.of(sentence);
    }

    synchronized Optional<String> note() {
        return note;
    }

    /** What calling it has shown. */
    void noticed(Optional<String> sentence) {
        set(() -> noticed = sentence);
    }

    /** What its reports have shown. */
    void excess(Optional<String> sentence) {
        set(() -> excess = sentence);
    }

    private void set(Runnable change) {
        boolean differs;
        synchronized (this) {
            Optional<String> before = trouble();
            change.run();
            differs = !before.equals(trouble());
        }
        if (differs) {
            changed.accept(this);
        }
    }

    synchronized Optional<String> trouble() {
        return noticed.or(() -> said).or(() -> excess);
    }
}
