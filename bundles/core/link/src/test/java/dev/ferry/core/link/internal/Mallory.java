package dev.ferry.core.link.internal;

import com.google.protobuf.ByteString;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.FrameLimits;
import dev.ferry.core.protocol.FrameReader;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.crypto.AuthMethod;
import dev.ferry.core.protocol.crypto.Binding;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.AuthStep;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Hello;
import dev.ferry.core.protocol.wire.HelloReply;
import dev.ferry.core.protocol.wire.Ready;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The man in the middle: a whole TLS link to each side, each with a certificate of his own, and every message in the clear in his hands. */
final class Mallory {
    /** The side that dialled, and thinks that it reached the other. */
    final Side client;
    /** The side that was called. */
    final Side server;

    Mallory(TlsLink towardsClient, TlsLink towardsServer) {
        client = new Side(towardsClient, false);
        server = new Side(towardsServer, true);
    }

    /** Passes the messages of a greeting on as they are, in their order, until one side has enough of it. */
    void relay(AuthMethod method) throws IOException {
        server.say(client.hear());
        client.say(server.hear());
        server.say(client.hear());
        if (method != AuthMethod.WORDS) {
            client.say(server.hear());
        }
        server.say(client.hear());
        client.say(server.hear());
    }

    /** Has said what he had to say: whoever still waits for him gets the end. */
    void leave() throws IOException {
        client.link.end();
        server.link.end();
    }

    /** One of his two links. */
    static final class Side {
        private final TlsLink link;
        private final FrameReader reader;
        private final FrameWriter writer;
        private final boolean initiator;
        /** All that came over this link so far. */
        final List<Control> heard = new ArrayList<>();

        private Side(TlsLink link, boolean initiator) {
            this.link = link;
            this.initiator = initiator;
            this.reader = new FrameReader(link.channel(), FrameLimits.UNAUTHENTICATED);
            this.writer = new FrameWriter(link.channel());
        }

        /** As he computes it for this link, as an honest end would. */
        Binding binding() {
            byte[] own = link.facts().localCertificate();
            byte[] theirs = link.facts().peerCertificate();
            return initiator ? Binding.of(own, theirs) : Binding.of(theirs, own);
        }

        Control hear() throws IOException {
            Control control = ((Frame.Message) reader.next()).control();
            heard.add(control);
            return control;
        }

        byte[] hearStep() throws IOException {
            Control control = hear();
            return switch (control.getOfCase()) {
                case HELLO -> control.getHello().getStep().toByteArray();
                case HELLO_REPLY -> control.getHelloReply().getStep().toByteArray();
                case AUTH -> control.getAuth().getStep().toByteArray();
                default -> throw new IOException("No step but " + control.getOfCase());
            };
        }

        void say(Control control) throws IOException {
            writer.send(control);
        }

        void hello(AuthMethod method, Purpose purpose, int nameplate, byte[] step, Integer... versions) throws IOException {
            say(Control.newBuilder().setHello(Hello.newBuilder().addAllVersions(List.of(versions)).setMethod(method.number()).setPurpose(purpose.number())
                    .setNameplate(nameplate).setStep(ByteString.copyFrom(step))).build());
        }

        void reply(byte[] step, Integer... versions) throws IOException {
            say(Control.newBuilder().setHelloReply(HelloReply.newBuilder().addAllVersions(List.of(versions)).setStep(ByteString.copyFrom(step))).build());
        }

        void step(byte[] step) throws IOException {
            say(Control.newBuilder().setAuth(AuthStep.newBuilder().setStep(ByteString.copyFrom(step))).build());
        }

        void ready() throws IOException {
            say(Control.newBuilder().setReady(Ready.newBuilder().setLabel("honest")).build());
        }
    }
}
