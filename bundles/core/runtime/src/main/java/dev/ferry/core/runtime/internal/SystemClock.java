package dev.ferry.core.runtime.internal;

import java.time.Instant;
import java.time.InstantSource;
import org.osgi.service.component.annotations.Component;

/** The wall clock as a service. For how long something took there is {@link System#nanoTime}, which nobody can set. */
@Component(service = InstantSource.class)
public final class SystemClock implements InstantSource {
    @Override
    public Instant instant() {
        return Instant.now();
    }
}
