package dev.ferry.transport.tcp.internal;

import dev.ferry.tck.transport.TlsOverTcpContract;

class JdkNioContractTest extends TlsOverTcpContract {
    JdkNioContractTest() {
        super("tcp", () -> new TcpTransport(TcpSettings.DEFAULT.with(TcpSettings.Tls.JDK, TcpSettings.Io.NIO)));
    }
}
