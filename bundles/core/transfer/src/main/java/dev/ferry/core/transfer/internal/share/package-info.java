/** Shares as an application sees them: state, progress, events, one final result. Knows nothing of the wire. */
package dev.ferry.core.transfer.internal.share;
