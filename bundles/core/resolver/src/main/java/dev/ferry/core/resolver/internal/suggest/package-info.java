/** Whom files may be meant for: what the files are, what was sent to whom before, and how that and the devices at hand make a score with its reasons. */
package dev.ferry.core.resolver.internal.suggest;
