/** The beginning of a vendor's plugin. */
package dev.ferry.edge.cli.internal.project;
