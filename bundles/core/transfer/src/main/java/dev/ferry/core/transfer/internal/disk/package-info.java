/** Directories held open, reached one component at a time and never through a symbolic link: what both ends of a transfer touch a disk with. */
package dev.ferry.core.transfer.internal.disk;
