/** How things look to a person. Nothing here talks to anyone. */
package dev.ferry.edge.cli.internal.show;
