package dev.ferry.transport.tcp.internal;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * How much of one socket is read at once: little while strangers shake hands and decide how much is held, then as much as the link's traffic fills. Of the
 * socket's event loop alone. (A socket asks for its allocator once and keeps the answer, so a second allocator set after the handshake would do nothing.)
 */
final class ReadSizes extends DefaultMaxMessagesRecvByteBufAllocator {
    /** A flight of a handshake fits into one or two. */
    private static final int HANDSHAKE = 4 * 1024;
    private static final int LEAST = 4 * 1024;
    private static final int FIRST = 64 * 1024;
    private static final int MOST = 256 * 1024;

    private int size = HANDSHAKE;
    private boolean link;

    /** The handshake is done. */
    void startLink() {
        link = true;
        size = FIRST;
    }

    @Override
    @SuppressWarnings("deprecation") // The interface's return type is deprecated, its subtype is not.
    public RecvByteBufAllocator.Handle newHandle() {
        return new MaxMessageHandle() {
            private int most;

            @Override
            public int guess() {
                return size;
            }

            @Override
            public void lastBytesRead(int bytes) {
                most = Math.max(most, bytes);
                super.lastBytesRead(bytes);
            }

            @Override
            public void readComplete() {
                if (link && most >= size) {
                    size = Math.min(MOST, size * 2);
                } else if (link && most < size / 4) {
                    size = Math.max(LEAST, size / 2);
                }
                most = 0;
            }
        };
    }
}
