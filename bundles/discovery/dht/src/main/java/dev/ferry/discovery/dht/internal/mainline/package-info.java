/**
 * A client of the Mainline DHT that reads and writes signed items and serves nobody: BEP 5 (KRPC, lookups), BEP 32 (IPv6), BEP 42 (node ids), BEP 43 (read-only nodes),
 * BEP 44 (mutable items). Every node is a stranger who may lie; what is believed is a signature by the key that was asked for.
 */
package dev.ferry.discovery.dht.internal.mainline;
