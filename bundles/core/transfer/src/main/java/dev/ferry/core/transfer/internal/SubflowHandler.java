package dev.ferry.core.transfer.internal;

import dev.ferry.core.link.Connection;
import dev.ferry.core.link.ConnectionHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes further connections of sessions of paired devices. */
@Component(property = ConnectionHandler.PURPOSE + "=SUBFLOW")
public final class SubflowHandler implements ConnectionHandler {
    private final TransferComponent transfer;

    @Activate
    public SubflowHandler(@Reference TransferComponent transfer) {
        this.transfer = transfer;
    }

    @Override
    public void accepted(Connection connection) {
        transfer.engine().subflow(connection);
    }
}
