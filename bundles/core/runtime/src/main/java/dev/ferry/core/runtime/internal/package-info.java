/** The clock and the named executors, as services. */
package dev.ferry.core.runtime.internal;
