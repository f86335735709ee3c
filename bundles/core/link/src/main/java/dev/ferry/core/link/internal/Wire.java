package dev.ferry.core.link.internal;

import com.google.protobuf.ByteString;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.FrameLimits;
import dev.ferry.core.protocol.FrameReader;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.crypto.AuthMethod;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.AuthStep;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Goodbye;
import dev.ferry.core.protocol.wire.Hello;
import dev.ferry.core.protocol.wire.HelloReply;
import dev.ferry.core.protocol.wire.Ready;
import dev.ferry.model.Link;
import java.io.IOException;
import java.util.Locale;

/** The messages up to Ready, in the one order that is legal (PROTOCOL.md, "Greeting"). */
final class Wire {
    /** The only reason a peer is given before it is authenticated. */
    static final String GENERIC = "refused";

    private final Metered metered;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final String others;
    private String method = "unknown";
    private int heard;

    Wire(Link link) {
        others = link.facts().initiator() ? "the called side" : "the dialling side";
        metered = new Metered(link.channel());
        reader = new FrameReader(metered, FrameLimits.UNAUTHENTICATED);
        writer = new FrameWriter(metered);
    }

    long bytes() {
        return metered.bytes();
    }

    FrameReader reader() {
        return reader;
    }

    FrameWriter writer() {
        return writer;
    }

    /** Which way the greeting goes. */
    void by(AuthMethod way) {
        method = way.name().toLowerCase(Locale.ROOT);
    }

    /** What was heard last, for this side's own log. */
    String place() {
        return "method " + method + ", message " + heard + " of " + others;
    }

    void send(Hello hello) throws IOException {
        writer.send(Control.newBuilder().setHello(hello).build());
    }

    void send(HelloReply reply) throws IOException {
        writer.send(Control.newBuilder().setHelloReply(reply).build());
    }

    void sendStep(byte[] step) throws IOException {
        writer.send(Control.newBuilder().setAuth(AuthStep.newBuilder().setStep(ByteString.copyFrom(step))).build());
    }

    void send(Ready ready) throws IOException {
        writer.send(Control.newBuilder().setReady(ready).build());
    }

    /** Best effort: the link is closed next, whatever becomes of it. */
    void goodbye(String code) {
        try {
            writer.send(Control.newBuilder().setGoodbye(Goodbye.newBuilder().setCode(code)).build());
        } catch (IOException e) {
            // The peer is gone already: nothing to tell it.
        }
    }

    Hello hello() throws IOException {
        Control control = control();
        if (control.getOfCase() != Control.OfCase.HELLO) {
            throw unexpected(control);
        }
        return control.getHello();
    }

    HelloReply helloReply() throws IOException {
        Control control = control();
        if (control.getOfCase() != Control.OfCase.HELLO_REPLY) {
            throw unexpected(control);
        }
        return control.getHelloReply();
    }

    byte[] step() throws IOException {
        Control control = control();
        if (control.getOfCase() != Control.OfCase.AUTH) {
            throw unexpected(control);
        }
        return control.getAuth().getStep().toByteArray();
    }

    Ready ready() throws IOException {
        Control control = control();
        if (control.getOfCase() != Control.OfCase.READY) {
            throw unexpected(control);
        }
        reader.limits(FrameLimits.AUTHENTICATED);
        return control.getReady();
    }

    /** The greeting is over, and both sides are bound to go on in this way. */
    void begin(Purpose purpose) {
        if (purpose.inCells()) {
            reader.inCells();
            writer.inCells();
        }
    }

    private Control control() throws IOException {
        if (reader.next() instanceof Frame.Message message) {
            heard++;
            return message.control();
        }
        throw new ProtocolException("Data came before authentication");
    }

    private IOException unexpected(Control control) {
        return control.getOfCase() == Control.OfCase.GOODBYE
                ? new RefusedException()
                : new ProtocolException("A message of kind " + control.getOfCase().getNumber() + " came out of turn (" + place() + ")");
    }

    /** The other side said goodbye instead of going on. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException() {
            super("The other side refused the connection");
        }
    }
}
