/** The clock, the named executors, the home and the event stream, as services. */
package dev.ferry.core.runtime.internal;
