package dev.ferry.core.transfer.internal;

import dev.ferry.core.link.Connection;
import dev.ferry.core.link.ConnectionHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes the connections of strangers who offer something. */
@Component(property = ConnectionHandler.PURPOSE + "=DROP")
public final class DropHandler implements ConnectionHandler {
    private final TransferComponent transfer;

    @Activate
    public DropHandler(@Reference TransferComponent transfer) {
        this.transfer = transfer;
    }

    @Override
    public void accepted(Connection connection) {
        transfer.engine().drop(connection);
    }
}
