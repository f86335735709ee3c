/** Devices on the local network. */
package dev.ferry.discovery.mdns.internal;
