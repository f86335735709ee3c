/** The terms of a stranger's drop. */
package dev.ferry.security.ephemeral.internal;
