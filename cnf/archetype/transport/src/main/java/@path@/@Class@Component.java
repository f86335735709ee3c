package @name@;

import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.spi.transport.LinkSink;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import dev.ferry.spi.transport.Transport;
import dev.ferry.spi.transport.TransportMethod;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** What makes the classes beside it a plugin: a service when the bundle starts, and a capability of the bundle. Routes of this transport bear its id. */
@Component(name = "@name@")
@TransportMethod(id = @Class@Transport.ID)
public final class @Class@Component implements Transport {
    private final @Class@Transport transport;

    /** What must be there is asked for here. Threads are Ferry's: a plugin makes none. */
    @Activate
    public @Class@Component(@Reference(target = "(ferry.executor=io)") ExecutorService io, @Reference(target = "(ferry.executor=timer)") ScheduledExecutorService timer) {
        transport = new @Class@Transport(io, timer);
    }

    @Deactivate
    void stop() {
        transport.close();
    }

    @Override
    public Listener listen(ListenRequest request, LinkSink sink) throws FerryException {
        return transport.listen(request, sink);
    }

    @Override
    public Link connect(Route route, LinkCredentials credentials, Duration timeout) throws FerryException, InterruptedException {
        return transport.connect(route, credentials, timeout);
    }
}
