package dev.ferry.core.transfer.internal.accept;

/** Where a file stayed other than it was sent. */
record Damage(long offset, long length) { }
