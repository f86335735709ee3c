/** Devices that share a secret meet in the Mainline DHT: {@code PROTOCOL.md}, section "The DHT". */
package dev.ferry.discovery.dht.internal;
