/** Issuers of tickets that were scanned. */
package dev.ferry.discovery.qr.internal;
