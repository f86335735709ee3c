/** The Unix socket through which the command line reaches the daemon. */
package dev.ferry.edge.control.internal;
