package @name@;

import dev.ferry.tck.transport.TlsOverTcpContract;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Holds the plugin to every rule of its role. A rule that fails names itself. A medium that is not TCP extends {@code TransportContract}. */
class @Class@ContractTest extends TlsOverTcpContract {
    private static final ExecutorService IO = Executors.newCachedThreadPool(@Class@ContractTest::daemon);
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(@Class@ContractTest::daemon);

    @Class@ContractTest() {
        super(@Class@Transport.ID, () -> new @Class@Transport(IO, TIMER));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "worker");
        thread.setDaemon(true);
        return thread;
    }
}
