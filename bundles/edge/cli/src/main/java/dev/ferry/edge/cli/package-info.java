/** The {@code ferry} command: a thin client of the control socket, without a framework of its own. */
package dev.ferry.edge.cli;
