package dev.ferry.core.transfer.internal.send;

/**
 * Bytes of one file that the receiver wants.
 *
 * @param file   index in the manifest
 * @param offset first byte; a block begins there
 * @param length up to the end of a block or of the file; 0 only for an empty file
 */
record Piece(int file, long offset, long length) { }
