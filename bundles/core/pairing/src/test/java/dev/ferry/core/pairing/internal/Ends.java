package dev.ferry.core.pairing.internal;

import dev.ferry.core.link.Connection;
import dev.ferry.core.protocol.FrameLimits;
import dev.ferry.core.protocol.FrameReader;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.core.protocol.crypto.AuthMethod;
import dev.ferry.core.protocol.crypto.Binding;
import dev.ferry.core.protocol.crypto.CodeAuth;
import dev.ferry.core.protocol.crypto.LinkKeys;
import dev.ferry.core.protocol.crypto.ProtocolVersions;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.model.Capabilities;
import dev.ferry.model.Channel;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.Urgency;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The two ends of a connection in memory whose code has been confirmed by a real run of CPace. */
record Ends(Connection joiner, Connection shower) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static Ends confirmed() throws IOException, AuthFailedException {
        Binding binding = Binding.of(new byte[] {1}, new byte[] {2});
        ProtocolVersions versions = ProtocolVersions.of(1);
        byte[] secret = "12345678".getBytes(StandardCharsets.US_ASCII);
        try (CodeAuth.Client client = new CodeAuth.Client(AuthMethod.CODE, Purpose.PAIR, secret, binding, versions, RANDOM);
             CodeAuth.Server server = new CodeAuth.Server(AuthMethod.CODE, Purpose.PAIR, secret, binding, versions, RANDOM)) {
            byte[] confirmation = server.confirm(client.prove(versions, server.share(versions, client.hello())));
            PipedInputStream up = new PipedInputStream(1 << 16);
            PipedInputStream down = new PipedInputStream(1 << 16);
            PipedOutputStream toServer = new PipedOutputStream(up);
            PipedOutputStream toClient = new PipedOutputStream(down);
            return new Ends(new End(true, client.finish(confirmation), new Pipe(Channels.newChannel(down), Channels.newChannel(toServer))),
                    new End(false, server.keys(), new Pipe(Channels.newChannel(up), Channels.newChannel(toClient))));
        }
    }

    private record Pipe(ReadableByteChannel in, WritableByteChannel out) implements Channel {
        @Override
        public int read(ByteBuffer target) throws IOException {
            return in.read(target);
        }

        @Override
        public void write(ByteBuffer... sources) throws IOException {
            for (ByteBuffer source : sources) {
                out.write(source);
            }
        }

        @Override
        public void close() {
            try {
                in.close();
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class End implements Connection {
        private final boolean initiator;
        private final LinkKeys keys;
        private final Channel channel;
        private final FrameReader reader;
        private final FrameWriter writer;

        End(boolean initiator, LinkKeys keys, Channel channel) {
            this.initiator = initiator;
            this.keys = keys;
            this.channel = channel;
            this.reader = new FrameReader(channel, FrameLimits.AUTHENTICATED);
            this.writer = new FrameWriter(channel);
        }

        @Override
        public Purpose purpose() {
            return Purpose.PAIR;
        }

        @Override
        public boolean initiator() {
            return initiator;
        }

        @Override
        public SecurityContext context() {
            return SecurityContext.CODE;
        }

        @Override
        public Optional<DeviceId> peer() {
            return Optional.empty();
        }

        @Override
        public String peerLabel() {
            return "";
        }

        @Override
        public Capabilities capabilities() {
            return Capabilities.NONE;
        }

        @Override
        public List<String> checkWords() {
            return List.of();
        }

        @Override
        public LinkFacts facts() {
            return new LinkFacts(initiator, new byte[] {1}, new byte[] {2}, new Route("memory", "test", Proximity.SAME_HOST), "TLSv1.3", "", "", "");
        }

        @Override
        public Optional<DeviceKind> kind() {
            return Optional.empty();
        }

        @Override
        public String routeReason() {
            return "";
        }

        @Override
        public Optional<Duration> roundTrip() {
            return Optional.empty();
        }

        @Override
        public FrameReader reader() {
            return reader;
        }

        @Override
        public FrameWriter writer() {
            return writer;
        }

        @Override
        public void urgency(Urgency urgency) { }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public LinkKeys keys() {
            return keys;
        }

        @Override
        public CompletionStage<Void> closed() {
            return new CompletableFuture<>();
        }

        @Override
        public void close() {
            channel.close();
            keys.close();
        }
    }
}
