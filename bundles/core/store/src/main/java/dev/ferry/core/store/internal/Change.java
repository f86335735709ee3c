package dev.ferry.core.store.internal;

import java.util.Optional;

/**
 * One record as it shall be on the medium.
 *
 * @param table name of the records
 * @param key   of the record
 * @param value empty where it is removed
 */
record Change(String table, String key, Optional<byte[]> value) { }
