/** The plugin folder: what is put there runs at once, if its signature and its shape allow it. */
package dev.ferry.edge.deploy.internal;
