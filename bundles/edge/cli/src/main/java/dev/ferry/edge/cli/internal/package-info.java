/** The ferry command, a thin client without a framework. */
package dev.ferry.edge.cli.internal;
