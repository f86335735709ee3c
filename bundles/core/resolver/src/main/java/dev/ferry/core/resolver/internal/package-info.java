/** Gathers providers and sightings, resolves relationships, ranks routes. */
package dev.ferry.core.resolver.internal;
