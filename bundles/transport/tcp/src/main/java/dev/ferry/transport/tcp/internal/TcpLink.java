package dev.ferry.transport.tcp.internal;

import dev.ferry.model.Channel;
import dev.ferry.model.Link;
import dev.ferry.model.LinkFacts;

/** One link over one connection. */
record TcpLink(Channel channel, LinkFacts facts) implements Link {
    @Override
    public void close() {
        channel.close();
    }
}
