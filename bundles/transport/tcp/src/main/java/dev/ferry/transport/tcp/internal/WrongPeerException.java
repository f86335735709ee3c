package dev.ferry.transport.tcp.internal;

import java.io.IOException;

/** TLS succeeded, with someone who does not speak {@code ferry/1}. */
final class WrongPeerException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongPeerException(String message) {
        super(message);
    }
}
