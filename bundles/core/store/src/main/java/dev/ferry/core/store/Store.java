package dev.ferry.core.store;

import dev.ferry.model.FerryException;

/** The embedded database of this home. */
public interface Store {
    /**
     * The records of one name, made when missing.
     *
     * @param name {@code [a-z-]{1,32}}
     */
    Records records(String name);

    /**
     * Makes every change so far durable, as one unit. Concurrent calls share one write.
     *
     * @throws FerryException the disk is full or failed; the changes are still in memory
     */
    void commit() throws FerryException;
}
