package dev.ferry.transport.tcp.internal;

import dev.ferry.tck.transport.TlsOverTcpContract;

class BoringSslEpollContractTest extends TlsOverTcpContract {
    BoringSslEpollContractTest() {
        super("tcp", () -> new TcpTransport(TcpSettings.DEFAULT.with(TcpSettings.Tls.BORINGSSL, TcpSettings.Io.EPOLL)));
    }
}
