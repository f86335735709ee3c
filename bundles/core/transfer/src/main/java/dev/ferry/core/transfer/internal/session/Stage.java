package dev.ferry.core.transfer.internal.session;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control.OfCase;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which messages are legal when: the whole table. Each row is where one transfer stands on this side and what the other side may then send on its stream.
 * Everything else ends the connection. PROTOCOL.md, "Transfer", draws the same states under the same names.
 */
public enum Stage {
    /** Receiver: the offer came, its manifest is coming. */
    LISTING(false, OfCase.MANIFEST_PAGE, OfCase.MANIFEST_END, OfCase.FLOW, OfCase.CANCEL),
    /** Receiver: the offer is complete and not yet answered. */
    ASKING(false, OfCase.FLOW, OfCase.CANCEL),
    /** Receiver: accepted; what was wanted is coming. */
    RECEIVING(true, OfCase.DIGESTS, OfCase.PIECES, OfCase.ENTRY_PROBLEM, OfCase.SOURCE_END, OfCase.FLOW, OfCase.CANCEL),

    /** Sender: the manifest is going out. */
    OFFERING(false, OfCase.REJECT, OfCase.FLOW, OfCase.CANCEL),
    /** Sender: the offer is complete and not yet answered. */
    OFFERED(false, OfCase.ACCEPT, OfCase.REJECT, OfCase.FLOW, OfCase.CANCEL),
    /** Sender: accepted, once; serving what is wanted. */
    SENDING(false, OfCase.WANT, OfCase.GRANT, OfCase.RECEIPT, OfCase.ENTRY_PROBLEM, OfCase.FLOW, OfCase.CANCEL, OfCase.FINISHED),

    /** Owner of a reference: it is offered and not answered. */
    GIVING(false, OfCase.REFERENCE_ANSWER),
    /** Who shall hold a reference: it is offered here and not answered. */
    WEIGHING(false, OfCase.CANCEL),
    /** Holder: a list is coming. */
    READING(false, OfCase.REFERENCE_PAGE),
    /** Owner: a list is open. */
    LENDING(false, OfCase.REFERENCE_MORE, OfCase.CANCEL),
    /** Holder: files were asked for and are not offered yet. */
    FETCHING(false, OfCase.REFERENCE_ANSWER);

    private final boolean data;
    private final Set<OfCase> legal;

    Stage(boolean data, OfCase first, OfCase... rest) {
        this.data = data;
        this.legal = EnumSet.of(first, rest);
    }

    public boolean allows(OfCase message) {
        return legal.contains(message);
    }

    public boolean allowsData() {
        return data;
    }

    void demand(OfCase message) throws ProtocolException {
        if (!allows(message)) {
            throw new ProtocolException("A message " + message + " is not legal while " + this);
        }
    }

    void demandData() throws ProtocolException {
        if (!data) {
            throw new ProtocolException("Payload is not legal while " + this);
        }
    }
}
