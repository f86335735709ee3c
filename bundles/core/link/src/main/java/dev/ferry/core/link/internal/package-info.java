/** Listens, races routes, authenticates links. */
package dev.ferry.core.link.internal;
