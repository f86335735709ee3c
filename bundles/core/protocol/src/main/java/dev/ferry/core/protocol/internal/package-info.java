/** Wire messages and framing. */
package dev.ferry.core.protocol.internal;
