/** The client's side of the control socket. Its lines are documented in {@code bundles/edge/control/README.md}. */
package dev.ferry.edge.cli.internal.control;
