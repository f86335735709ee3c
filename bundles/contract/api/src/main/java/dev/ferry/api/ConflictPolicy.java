package dev.ferry.api;

/** What to do where a file of the same name exists. Nothing is ever lost. */
public enum ConflictPolicy {
    /** {@code name (2).ext}. */
    RENAME,
    /** Leave the existing one, count the other as skipped. */
    SKIP,
    /** Replace it; the old one is kept as a version beside it. */
    OVERWRITE,
    /** End that file with a conflict. */
    FAIL
}
