package dev.ferry.edge.control.internal;

import dev.ferry.api.Limits;
import dev.ferry.api.ShareService;
import dev.ferry.model.FerryException;

/** What all transfers of this device may take of the network: changes what is named, and tells what holds. */
final class LimitsVerb implements Verbs.Verb {
    private final Services services;

    LimitsVerb(Services services) {
        this.services = services;
    }

    @Override
    public int run(Exchange exchange) throws FerryException {
        ShareService shares = services.need(ShareService.class);
        Limits now = shares.limits();
        Arguments arguments = exchange.arguments();
        Limits next = new Limits(arguments.limit("up").orElse(now.up()), arguments.limit("down").orElse(now.down()), arguments.limit("each").orElse(now.each()));
        if (!next.equals(now)) {
            shares.limits(next);
        }
        exchange.emit("limits", Views.limits(shares.limits(), shares.configuredLimits()));
        return ExitCodes.OK;
    }
}
