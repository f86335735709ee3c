package dev.ferry.transport.tcp.internal;

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
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The shell that Declarative Services sees; the work is in {@link TcpTransport}. */
@Component(name = TcpTransportComponent.PID)
@TransportMethod(id = TcpTransport.ID, rank = 100)
public final class TcpTransportComponent implements Transport {
    static final String PID = "dev.ferry.transport.tcp";

    /** See the README of this bundle. */
    @interface Config {
        String address() default "";

        String congestion() default "auto";

        String provider() default "auto";

        String io() default "auto";
    }

    private final TcpTransport transport;

    /** Everything is opened here, so that a failure leaves nothing behind. */
    @Activate
    public TcpTransportComponent(Config config) {
        transport = new TcpTransport(new TcpSettings(
                Optional.of(config.address().trim()).filter(address -> !address.isEmpty()),
                TcpSettings.choice("congestion", config.congestion(), TcpSettings.Congestion.class),
                TcpSettings.choice("provider", config.provider(), TcpSettings.Tls.class),
                TcpSettings.choice("io", config.io(), TcpSettings.Io.class)));
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
