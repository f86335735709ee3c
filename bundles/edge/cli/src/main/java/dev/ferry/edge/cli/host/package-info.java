/** What the command asks of the process that it runs in. */
package dev.ferry.edge.cli.host;
