/** This device's keys and the trust store. */
package dev.ferry.core.identity.internal;
