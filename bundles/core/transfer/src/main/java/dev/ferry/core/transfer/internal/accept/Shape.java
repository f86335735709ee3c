package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.transfer.internal.check.CompareBlocks;

/**
 * How a file that is compared is cut: into blocks, and each of these into pieces.
 *
 * @param file   index in the manifest
 * @param length of the file
 */
record Shape(int file, long length) {
    int blockBytes() {
        return CompareBlocks.size(length);
    }

    int pieceBytes() {
        return CompareBlocks.pieceSize(length);
    }

    int blocks() {
        return (int) CompareBlocks.count(length);
    }

    long start(int block) {
        return (long) block * blockBytes();
    }

    int size(int block) {
        return (int) Math.min(blockBytes(), length - start(block));
    }

    int blockAt(long offset) {
        return (int) (offset / blockBytes());
    }

    int firstPiece(int block) {
        return (int) (start(block) / pieceBytes());
    }

    int endPiece(int block) {
        return pieceAfter(start(block) + size(block));
    }

    int pieceAt(long offset) {
        return (int) (offset / pieceBytes());
    }

    /** The first piece of which nothing lies before that place, which is the end of the file or of a piece. */
    int pieceAfter(long end) {
        return (int) ((end + pieceBytes() - 1) / pieceBytes());
    }

    long pieceStart(int piece) {
        return (long) piece * pieceBytes();
    }

    int pieceSize(int piece) {
        return (int) Math.min(pieceBytes(), length - pieceStart(piece));
    }
}
