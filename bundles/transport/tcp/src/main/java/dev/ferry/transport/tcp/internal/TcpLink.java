package dev.ferry.transport.tcp.internal;

import dev.ferry.model.Channel;
import dev.ferry.model.Link;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.Urgency;
import io.netty.channel.socket.SocketChannel;

/** One link over one connection. */
record TcpLink(Channel channel, LinkFacts facts, SocketChannel socket) implements Link {
    @Override
    public void urgency(Urgency urgency) {
        Marks.set(socket, urgency);
    }

    @Override
    public void close() {
        channel.close();
    }
}
