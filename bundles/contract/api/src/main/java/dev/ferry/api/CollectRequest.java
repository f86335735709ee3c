package dev.ferry.api;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What to collect and where to put it.
 *
 * @param code          a code, ticket or link, as typed
 * @param folder        absolute; made when missing
 * @param conflict      what to do where a name exists
 * @param consentGiven  true: the person consented in advance to the one transfer that this code names; false: the offer is asked about
 */
public record CollectRequest(String code, Path folder, ConflictPolicy conflict, boolean consentGiven) {
    public CollectRequest {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(conflict, "conflict");
        if (!folder.isAbsolute()) {
            throw new IllegalArgumentException("The folder to receive into is absolute");
        }
    }

    @Override
    public String toString() {
        return "CollectRequest[" + folder + "]";
    }
}
