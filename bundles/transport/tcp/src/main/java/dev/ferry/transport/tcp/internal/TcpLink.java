package dev.ferry.transport.tcp.internal;

import dev.ferry.model.Channel;
import dev.ferry.model.Link;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.Urgency;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * One link over one connection.
 *
 * @param begun {@link System#nanoTime} when its handshake began
 */
record TcpLink(Channel channel, LinkFacts facts, SocketChannel socket, long begun) implements Link {
    @Override
    public void urgency(Urgency urgency) {
        Marks.set(socket, urgency);
    }

    @Override
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Override
    public Optional<Duration> roundTrip() {
        return Sockets.roundTrip(socket);
    }

    @Override
    public void close() {
        channel.close();
    }
}
