package dev.ferry.transport.tcp.internal;

import dev.ferry.tck.transport.TransportContract;

class JdkNioContractTest extends TransportContract {
    JdkNioContractTest() {
        super("tcp", () -> new TcpTransport(TcpSettings.DEFAULT.with(TcpSettings.Tls.JDK, TcpSettings.Io.NIO)));
    }
}
