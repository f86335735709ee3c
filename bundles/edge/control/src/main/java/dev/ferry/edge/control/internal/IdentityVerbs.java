package dev.ferry.edge.control.internal;

import dev.ferry.api.IdentityService;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import java.util.Arrays;

/** Takes the identity out of this home, or puts another into it. */
final class IdentityVerbs {
    private final Services services;

    IdentityVerbs(Services services) {
        this.services = services;
    }

    int export(Exchange exchange) throws FerryException {
        char[] passphrase = passphrase(exchange);
        try {
            return tell(exchange, services.need(IdentityService.class).export(exchange.arguments().path(exchange.arguments().need("file")), passphrase));
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    int restore(Exchange exchange) throws FerryException {
        char[] passphrase = passphrase(exchange);
        try {
            return tell(exchange, services.need(IdentityService.class).restore(exchange.arguments().path(exchange.arguments().need("file")), passphrase,
                    exchange.arguments().flag("replace")));
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private static char[] passphrase(Exchange exchange) throws FerryException {
        return exchange.arguments().need("passphrase").toCharArray();
    }

    private static int tell(Exchange exchange, DeviceId device) {
        exchange.emit("identity", Views.object().add("id", device.hex()));
        return ExitCodes.OK;
    }
}
