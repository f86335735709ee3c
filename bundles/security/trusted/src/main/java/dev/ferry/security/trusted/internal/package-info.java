/** The terms of a trusted device. */
package dev.ferry.security.trusted.internal;
