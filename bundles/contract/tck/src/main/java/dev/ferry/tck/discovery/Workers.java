package dev.ferry.tck.discovery;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the core lends to a plugin, as the services of the same name.
 *
 * @param io    for what blocks; tasks run at the same time and in no order
 * @param timer one thread, for what returns at once
 */
public record Workers(ExecutorService io, ScheduledExecutorService timer) { }
