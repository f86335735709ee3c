/** The embedded database. */
package dev.ferry.core.store.internal;
