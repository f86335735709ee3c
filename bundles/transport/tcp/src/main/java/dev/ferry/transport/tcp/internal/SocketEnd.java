package dev.ferry.transport.tcp.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The event loop's side of a link after the handshake: carries encrypted bytes into {@link Inbound}, and takes leave.
 *
 * <p><b>Taking leave.</b> A socket that is closed while unread bytes lie in it sends a reset, and a reset destroys what the other side has not read yet
 * (RFC 1122, 4.2.2.13). So: send what was accepted, then FIN, read and drop what still comes until the other side's FIN, then close. Each stage has its
 * limit.
 */
final class SocketEnd extends ChannelInboundHandlerAdapter {
    /** How long the other side may take to answer our FIN. */
    private static final long LINGER_SECONDS = 2;
    /** How long accepted bytes may make no progress. */
    private static final long STALL_SECONDS = 5;

    private final DuplexChannel socket;
    private final Inbound inbound;
    private final Outbound outbound;
    // The event loop's alone.
    private boolean leaving;
    private boolean inputEnded;
    private boolean finSent;

    SocketEnd(DuplexChannel socket) {
        this.socket = socket;
        inbound = new Inbound(() -> onLoop(this::feed));
        outbound = new Outbound(socket);
    }

    Inbound inbound() {
        return inbound;
    }

    Outbound outbound() {
        return outbound;
    }

    /** After the last {@link Outbound#send}. Any thread. */
    void leave() {
        onLoop(this::startLeaving);
    }

    private void onLoop(Runnable work) {
        try {
            socket.eventLoop().execute(work);
        } catch (RejectedExecutionException stopped) {
            // The loops were stopped and have closed every socket.
        }
    }

    private void startLeaving() {
        leaving = true;
        feed();
        // Writes complete in order: this one after all that was accepted.
        socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> sayFin());
        watchStall(outbound.pending());
    }

    private void sayFin() {
        finSent = true;
        if (inputEnded) {
            socket.close();
        } else if (socket.isOpen()) {
            socket.shutdownOutput();
            socket.eventLoop().schedule(() -> socket.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void watchStall(int before) {
        socket.eventLoop().schedule(() -> {
            int pending = outbound.pending();
            if (finSent || !socket.isOpen()) {
                return;
            }
            if (pending < before) {
                watchStall(pending);
            } else {
                socket.close();
            }
        }, STALL_SECONDS, TimeUnit.SECONDS);
    }

    private void feed() {
        socket.config().setAutoRead(leaving || inbound.hungry());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (leaving) {
            ReferenceCountUtil.release(message);
            return;
        }
        inbound.offer((ByteBuf) message);
        feed();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        inbound.wake();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            endInput();
        }
    }

    void endInput() {
        inputEnded = true;
        inbound.end(null);
        // Ferry knows no half-open link: who has sent FIN does not read either.
        outbound.fail(new IOException("The other side has closed the link"));
        if (finSent) {
            socket.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        endInput();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        IOException broken = new IOException("The connection broke", cause);
        inbound.end(broken);
        outbound.fail(broken);
        ctx.close();
    }
}
