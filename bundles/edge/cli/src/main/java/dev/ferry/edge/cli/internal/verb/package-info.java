/** The words after {@code ferry}. */
package dev.ferry.edge.cli.internal.verb;
