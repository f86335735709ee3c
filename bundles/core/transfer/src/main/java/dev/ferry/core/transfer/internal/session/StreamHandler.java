package dev.ferry.core.transfer.internal.session;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;

/** One transfer's side of a connection. Called by the connection's reader thread alone; must not write to the connection itself but through {@link Session#send}. */
public interface StreamHandler {
    /** Where it stands; a message that its row does not have never reaches the handler. */
    Stage stage();

    /** @throws ProtocolException its content is not legal: the connection ends */
    void message(Control control) throws ProtocolException;

    /** @throws ProtocolException it is not what was asked for: the connection ends */
    void data(Frame.Data data) throws ProtocolException;

    /** The connection ended under it. Nothing is called afterwards. */
    void ended(Ending ending);
}
