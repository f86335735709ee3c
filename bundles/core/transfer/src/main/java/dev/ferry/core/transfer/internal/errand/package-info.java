/** What is sent to paired devices whatever becomes of this process, as it lies in the store. */
package dev.ferry.core.transfer.internal.errand;
