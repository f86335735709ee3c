/** References: files that another device may list, fetch or add to while they stay with their owner. */
package dev.ferry.core.transfer.internal.reference;
