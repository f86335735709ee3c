/** The list of what one transfer moves: its entries, its pages on the wire and the hash that consent is bound to. */
package dev.ferry.core.transfer.internal.manifest;
