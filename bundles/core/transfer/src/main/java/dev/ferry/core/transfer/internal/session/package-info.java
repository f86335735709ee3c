/** One authenticated connection and the transfers on it: reading, dispatch to streams, control messages out, keepalive. */
package dev.ferry.core.transfer.internal.session;
