package dev.ferry.core.transfer.internal.pack;

import dev.ferry.core.link.Connection;
import dev.ferry.core.protocol.Coding;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.model.SessionTerms;
import java.util.Optional;

/**
 * What may be compressed of a transfer on one connection.
 *
 * @param from files of this many bytes and more; at least 1
 */
public record Packing(long from) {
    public Packing {
        if (from < 1) {
            throw new IllegalArgumentException("Files are compressed from a byte on, not from " + from);
        }
    }

    /** As this side's terms have it. Empty where nothing is compressed: with strangers, or where not both sides can. */
    public static Optional<Packing> of(SessionTerms terms, Connection connection) {
        boolean can = connection.purpose() == Purpose.SESSION && connection.capabilities().names().contains(Coding.DEFLATE_CAPABILITY);
        return can && terms.compressFrom().isPresent() ? Optional.of(new Packing(Math.max(1, terms.compressFrom().getAsLong()))) : Optional.empty();
    }

    /** Where the other side said so too: what neither forbids. */
    public Packing and(Packing other) {
        return new Packing(Math.max(from, other.from));
    }

    public boolean covers(long fileBytes) {
        return fileBytes >= from;
    }
}
