package dev.ferry.transport.tcp.internal;

import dev.ferry.tck.transport.TransportContract;

class BoringSslEpollContractTest extends TransportContract {
    BoringSslEpollContractTest() {
        super("tcp", () -> new TcpTransport(TcpSettings.DEFAULT.with(TcpSettings.Tls.BORINGSSL, TcpSettings.Io.EPOLL)));
    }
}
