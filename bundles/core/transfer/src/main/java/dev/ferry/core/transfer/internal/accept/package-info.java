/** The receiving side of a transfer: look at the offer, ask a person or the trust, want what is missing, check, write, receipt. */
package dev.ferry.core.transfer.internal.accept;
