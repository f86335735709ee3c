package dev.ferry.transport.tcp.internal;

import dev.ferry.tck.transport.TlsOverTcpContract;

class JdkDialsNativeAcceptsContractTest extends TlsOverTcpContract {
    JdkDialsNativeAcceptsContractTest() {
        super("tcp", () -> new TcpTransport(TcpSettings.DEFAULT.with(TcpSettings.Tls.JDK, TcpSettings.Io.NIO)),
                () -> new TcpTransport(TcpSettings.DEFAULT.with(TcpSettings.Tls.BORINGSSL, TcpSettings.Io.EPOLL)));
    }
}
