package dev.ferry.core.transfer.internal.send;

/**
 * Bytes of one file that the receiver wants, or what it wants to know about them.
 *
 * @param file   index in the manifest
 * @param offset first byte; a block begins there
 * @param length up to the end of a block or of the file; 0 only for an empty file
 * @param kind   what goes out
 * @param chunk  size of its blocks where that is not the offer's, else 0
 */
record Piece(int file, long offset, long length, Kind kind, int chunk) {
    /** What goes out. */
    enum Kind {
        /** Content in the blocks of the offer, with the root behind the file's last byte. */
        CONTENT,
        /** Content that came wrong, in smaller blocks and without the root. */
        AGAIN,
        /** Digests of the whole file. */
        DIGESTS,
        /** What the pieces of some of its blocks are. */
        PIECES,
        /** Content of pieces, bare: the receiver has the digests of the blocks. */
        COMPARED
    }
}
