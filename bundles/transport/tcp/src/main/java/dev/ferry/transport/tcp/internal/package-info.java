/** TLS 1.3 over TCP. */
package dev.ferry.transport.tcp.internal;
