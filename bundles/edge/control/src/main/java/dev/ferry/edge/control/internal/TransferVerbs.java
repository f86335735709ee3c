package dev.ferry.edge.control.internal;

import dev.ferry.api.Pace;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareService;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Transfers that run, and those that ended lately. */
final class TransferVerbs {
    private final Services services;

    TransferVerbs(Services services) {
        this.services = services;
    }

    int list(Exchange exchange) throws FerryException {
        services.need(ShareService.class).shares().forEach(share -> tell(exchange, share));
        return ExitCodes.OK;
    }

    int show(Exchange exchange) throws FerryException {
        tell(exchange, find(exchange));
        return ExitCodes.OK;
    }

    int pause(Exchange exchange) throws FerryException {
        return act(exchange, ShareHandle::pause);
    }

    int resume(Exchange exchange) throws FerryException {
        return act(exchange, ShareHandle::resume);
    }

    int cancel(Exchange exchange) throws FerryException {
        return act(exchange, ShareHandle::cancel);
    }

    /** Changes what is named and leaves the rest. */
    int pace(Exchange exchange) throws FerryException {
        Optional<ShareOptions.Priority> priority = exchange.arguments().constant(ShareOptions.Priority.class, "priority");
        Optional<OptionalLong> limit = exchange.arguments().limit("limit");
        return act(exchange, share -> share.pace(new Pace(priority.orElse(share.pace().priority()), limit.orElse(share.pace().bytesPerSecond()))));
    }

    private int act(Exchange exchange, Consumer<ShareHandle> action) throws FerryException {
        ShareHandle share = find(exchange);
        if (share.view().state().isFinal()) {
            throw new FerryException(new Problem.BadRequest("That transfer has ended already: " + Views.lower(share.view().state()) + "."));
        }
        action.accept(share);
        tell(exchange, share);
        return ExitCodes.OK;
    }

    private static void tell(Exchange exchange, ShareHandle share) {
        exchange.emit("transfer", Views.transfer(share.view(), share.pace()));
    }

    /** By the beginning of its id, as long as only one fits. */
    private ShareHandle find(Exchange exchange) throws FerryException {
        String typed = exchange.arguments().need("share");
        List<ShareHandle> found = services.need(ShareService.class).shares().stream().filter(s -> s.id().toString().startsWith(typed)).toList();
        if (found.size() == 1 && !typed.isEmpty()) {
            return found.get(0);
        }
        List<String> candidates = found.stream().map(s -> s.id().toString()).toList();
        throw new FerryException(found.isEmpty()
                ? new Problem.NotFound(typed, "No transfer has an id that begins with \"" + typed + "\". One that has ended is forgotten after ten minutes, one with a stranger at once. List them with: ferry transfers")
                : new Problem.Ambiguous(typed, candidates, "Several transfers fit. Name one: " + String.join(", ", candidates)));
    }
}
