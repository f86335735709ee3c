/** Tickets as pictures: drawn for a terminal or a file, and read from one. The only place where ZXing is used. */
package dev.ferry.edge.cli.internal.qr;
