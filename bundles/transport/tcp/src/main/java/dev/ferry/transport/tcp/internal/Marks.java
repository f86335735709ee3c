package dev.ferry.transport.tcp.internal;

import dev.ferry.model.Urgency;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The code point of a socket's packets (RFC 2474) by how urgent they are, of the classes of RFC 4594. Wireless networks that take nothing but its upper three bits, as they did
 * before RFC 8325, put 1 and 2 behind unmarked traffic: right for what is low, and the reason why nothing else is AF1x or AF2x.
 */
final class Marks {
    private static final Logger LOG = LoggerFactory.getLogger(Marks.class);
    private static final int CS1 = 8;
    private static final int DEFAULT = 0;
    private static final int AF31 = 26;
    private static final int AF41 = 34;

    private Marks() { }

    static int codePoint(Urgency urgency) {
        return switch (urgency) {
            case LOW -> CS1;
            case NORMAL -> DEFAULT;
            case HIGH -> AF31;
            case CRITICAL -> AF41;
        };
    }

    static void set(SocketChannel socket, Urgency urgency) {
        try {
            // The byte has two bits more, which are the system's.
            socket.config().setTrafficClass(codePoint(urgency) << 2);
        } catch (ChannelException e) {
            LOG.debug("A socket is not marked: {}", e.toString());
        }
    }
}
