package dev.ferry.core.transfer.internal.engine;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.core.protocol.wire.Control;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Cuts a connection in the moment in which a certain message arrives: it was sent and is never heard. */
final class CutsAtAMessage implements Consumer<ByteBuffer> {
    private static final int HEAD = 5;
    private static final byte CONTROL = 1;

    private final FakeConnection connection;
    private final Predicate<Control> fatal;
    private final AtomicInteger left;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    private CutsAtAMessage(FakeConnection connection, Predicate<Control> fatal, AtomicInteger left) {
        this.connection = connection;
        this.fatal = fatal;
        this.left = left;
    }

    /** @param left how many cuts are to come, over all connections */
    static void on(FakeConnection connection, Predicate<Control> fatal, AtomicInteger left) {
        connection.channel().tap(new CutsAtAMessage(connection, fatal, left));
    }

    @Override
    public void accept(ByteBuffer bytes) {
        byte[] more = new byte[bytes.remaining()];
        bytes.get(more);
        begun.writeBytes(more);
        ByteBuffer all = ByteBuffer.wrap(begun.toByteArray());
        while (all.remaining() >= HEAD && all.remaining() >= 4 + all.getInt(all.position())) {
            frame(all.slice(all.position() + 4, all.getInt(all.position())));
            all.position(all.position() + 4 + all.getInt(all.position()));
        }
        begun.reset();
        begun.write(all.array(), all.position(), all.remaining());
    }

    private void frame(ByteBuffer frame) {
        if (frame.get() == CONTROL) {
            try {
                if (fatal.test(Control.parseFrom(frame)) && left.getAndDecrement() > 0) {
                    connection.channel().cut();
                }
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        }
    }
}
