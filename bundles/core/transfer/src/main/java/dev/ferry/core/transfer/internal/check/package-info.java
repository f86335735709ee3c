/** Checks of blocks and roots of files: computed from what was read at the source, verified against what is written (PROTOCOL.md, "Checks"). */
package dev.ferry.core.transfer.internal.check;
