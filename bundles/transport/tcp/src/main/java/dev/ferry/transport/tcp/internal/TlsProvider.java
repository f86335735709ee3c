package dev.ferry.transport.tcp.internal;

import dev.ferry.spi.transport.LinkCredentials;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSession;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Makes the TLS side of one link. Each link has a context of its own that dies with it, so that no ticket, session or key of one link can mean anything to
 * another.
 */
enum TlsProvider {
    /** Native. Does X25519MLKEM768 and says which group was agreed. */
    BORINGSSL("BoringSSL") {
        @Override
        SslContextBuilder configure(SslContextBuilder builder) {
            return builder.sslProvider(SslProvider.OPENSSL_REFCNT)
                    .applicationProtocolConfig(alpn(SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT))
                    .option(OpenSslContextOption.GROUPS, new String[] {"X25519MLKEM768", "X25519", "P-256"})
                    .option(OpenSslContextOption.MAX_CERTIFICATE_LIST_BYTES, 2 * AnyThrowaway.MAX_BYTES);
        }

        /** Netty switches tickets on for each TLS 1.3 engine whatever the context says; they are switched off again before the first byte. */
        @Override
        void harden(SSLEngine engine) {
            SSL.setOptions(((ReferenceCountedOpenSslEngine) engine).sslPointer(), SSL.SSL_OP_NO_TICKET);
        }

        @Override
        Optional<String> group(SSLEngine engine) {
            return Optional.ofNullable(((OpenSslSession) engine.getSession()).getNamedGroup()).filter(name -> !name.isEmpty());
        }

        @Override
        TlsRecords records(SSLEngine engine, ByteBufAllocator allocator) {
            return new NativeTlsRecords(engine, allocator);
        }
    },

    /** The JDK's own; x25519, no word about the group. */
    JDK("JDK") {
        /** Longer than the 7 days that RFC 8446, 4.6.1 allows a ticket to live, whereupon the JDK sends none. */
        private static final long NO_TICKET_SECONDS = Integer.MAX_VALUE;

        @Override
        SslContextBuilder configure(SslContextBuilder builder) {
            // AES-GCM alone: ChaCha20 is ten times slower on JDK 17, and every TLS 1.3 peer has AES-128-GCM (RFC 8446, 9.1).
            return builder.sslProvider(SslProvider.JDK)
                    .ciphers(List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"))
                    .applicationProtocolConfig(alpn(SelectorFailureBehavior.FATAL_ALERT, SelectedListenerFailureBehavior.FATAL_ALERT))
                    .sessionTimeout(NO_TICKET_SECONDS);
        }

        @Override
        void harden(SSLEngine engine) { }

        @Override
        Optional<String> group(SSLEngine engine) {
            return Optional.empty();
        }

        @Override
        TlsRecords records(SSLEngine engine, ByteBufAllocator allocator) {
            return new JdkTlsRecords(engine, allocator);
        }
    };

    static final String ALPN = "ferry/1";
    static final String VERSION = "TLSv1.3";

    private final String shownAs;

    TlsProvider(String shownAs) {
        this.shownAs = shownAs;
    }

    static TlsProvider choose(TcpSettings.Tls wanted) {
        return switch (wanted) {
            case AUTO -> OpenSsl.isAvailable() ? BORINGSSL : JDK;
            case JDK -> JDK;
            case BORINGSSL -> {
                OpenSsl.ensureAvailability();
                yield BORINGSSL;
            }
        };
    }

    abstract SslContextBuilder configure(SslContextBuilder builder);

    /** Done to each engine before its handshake. */
    abstract void harden(SSLEngine engine);

    /** The key agreement group of a finished handshake, where this provider says. */
    abstract Optional<String> group(SSLEngine engine);

    abstract TlsRecords records(SSLEngine engine, ByteBufAllocator allocator);

    SslHandler dialling(LinkCredentials credentials, ByteBufAllocator allocator) throws SSLException {
        // Netty 4.2 would compare a host name with the certificate; a throwaway certificate has none.
        return handler(SslContextBuilder.forClient().keyManager(new OneKeyManager(credentials)).endpointIdentificationAlgorithm(null), allocator);
    }

    SslHandler accepting(LinkCredentials credentials, ByteBufAllocator allocator) throws SSLException {
        return handler(SslContextBuilder.forServer(new OneKeyManager(credentials)).clientAuth(ClientAuth.REQUIRE), allocator);
    }

    private SslHandler handler(SslContextBuilder builder, ByteBufAllocator allocator) throws SSLException {
        SslContext context = configure(builder.trustManager(new AnyThrowaway()).protocols(VERSION)).build();
        try {
            SslHandler handler = context.newHandler(allocator);
            harden(handler.engine());
            return handler;
        } finally {
            // A native engine holds its context alive.
            ReferenceCountUtil.release(context);
        }
    }

    private static ApplicationProtocolConfig alpn(SelectorFailureBehavior selector, SelectedListenerFailureBehavior selected) {
        return new ApplicationProtocolConfig(Protocol.ALPN, selector, selected, ALPN);
    }

    @Override
    public String toString() {
        return shownAs;
    }
}
