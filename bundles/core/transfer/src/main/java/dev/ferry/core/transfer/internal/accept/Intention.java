package dev.ferry.core.transfer.internal.accept;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.Selection;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.model.SessionTerms;
import java.util.BitSet;
import java.util.Set;

/**
 * What is to be received, and how: decided, by a person or by the trust.
 *
 * @param offered  by whom it was offered how
 * @param manifest what was offered
 * @param chosen   what of it; none means all
 * @param conflict what to do where a name exists
 * @param terms    of the relationship
 * @param automatic whether no person was asked: the trust that accepted must last
 */
record Intention(Offered offered, Manifest manifest, Set<Long> chosen, ConflictPolicy conflict, SessionTerms terms, boolean automatic) {
    Modes modes() {
        return new Modes(terms.metadata() == SessionTerms.Metadata.FULL);
    }

    /** In which its files are verified: what was offered, or as little as this side's terms have it. */
    int blockBytes() {
        return Math.min(offered.blockBytes(), terms.chunking().largest());
    }

    /** Size of a file that was offered; 0 for an index that was not. */
    long fileBytes(long index) {
        return index < 0 || index >= manifest.count() ? 0 : manifest.entry((int) index).size();
    }

    BitSet selected() {
        try {
            return Selection.of(manifest, chosen);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException("Chosen are entries that were not offered", e);
        }
    }
}
