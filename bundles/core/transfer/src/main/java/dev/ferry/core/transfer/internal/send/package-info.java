/** The sending side of a transfer: offer, wait, serve what is wanted, until the receiver has everything durable. */
package dev.ferry.core.transfer.internal.send;
