/** The terms of a verified device. */
package dev.ferry.security.verified.internal;
