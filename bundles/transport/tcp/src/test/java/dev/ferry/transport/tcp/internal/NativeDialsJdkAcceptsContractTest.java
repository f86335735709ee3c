package dev.ferry.transport.tcp.internal;

import dev.ferry.tck.transport.TlsOverTcpContract;

class NativeDialsJdkAcceptsContractTest extends TlsOverTcpContract {
    NativeDialsJdkAcceptsContractTest() {
        super("tcp", () -> new TcpTransport(TcpSettings.DEFAULT.with(TcpSettings.Tls.BORINGSSL, TcpSettings.Io.EPOLL)),
                () -> new TcpTransport(TcpSettings.DEFAULT.with(TcpSettings.Tls.JDK, TcpSettings.Io.NIO)));
    }
}
