/** Finds the blocks of one version of a file in another, wherever they stand there (PROTOCOL.md, "Comparing"). */
package dev.ferry.core.transfer.internal.delta;
