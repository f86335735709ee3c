package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An exception that nobody caught on any thread fails the test. */
public final class NothingUncaught implements BeforeEachCallback, AfterEachCallback {
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private UncaughtExceptionHandler before;

    @Override
    public void beforeEach(ExtensionContext context) {
        uncaught.clear();
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Thread.setDefaultUncaughtExceptionHandler(before);
        assertThat(uncaught).isEmpty();
    }
}
