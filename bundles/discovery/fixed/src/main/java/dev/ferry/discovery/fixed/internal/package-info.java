/** Devices at addresses written in the configuration. */
package dev.ferry.discovery.fixed.internal;
