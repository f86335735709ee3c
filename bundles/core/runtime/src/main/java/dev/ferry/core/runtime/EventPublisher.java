package dev.ferry.core.runtime;

import dev.ferry.api.FerryEvent;

/** Where the core tells what happened. Returns at once; never throws; keeps the order of one caller. */
public interface EventPublisher {
    void publish(FerryEvent event);
}
