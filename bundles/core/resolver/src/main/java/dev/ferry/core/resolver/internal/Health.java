package dev.ferry.core.resolver.internal;

import java.util.Optional;
import java.util.function.Consumer;

/** Whether one plugin service works, by its own word and by what the core has seen of it. Any thread. */
final class Health {
    private final Consumer<Health> changed;
    private Optional<String> said = Optional.empty();
    private Optional<String> noticed = Optional.empty();

    /** @param changed returns at once */
    Health(Consumer<Health> changed) {
        this.changed = changed;
    }

    /** The plugin's own word. */
    void said(Optional<String> sentence) {
        boolean differs;
        synchronized (this) {
            differs = !said.equals(sentence);
            said = sentence;
        }
        if (differs) {
            changed.accept(this);
        }
    }

    /** What calling it has shown. */
    void noticed(Optional<String> sentence) {
        boolean differs;
        synchronized (this) {
            differs = !noticed.equals(sentence);
            noticed = sentence;
        }
        if (differs) {
            changed.accept(this);
        }
    }

    synchronized Optional<String> trouble() {
        return noticed.or(() -> said);
    }
}
