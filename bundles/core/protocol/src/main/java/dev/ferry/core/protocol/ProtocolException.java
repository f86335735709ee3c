package dev.ferry.core.protocol;

import java.io.IOException;

/** The other side broke the protocol: the connection must be closed. Its text is ours alone and holds nothing the peer chose. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }
}
