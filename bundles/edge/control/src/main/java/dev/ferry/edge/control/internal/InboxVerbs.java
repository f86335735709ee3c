package dev.ferry.edge.control.internal;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.InboxService;
import dev.ferry.api.ShareHandle;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Offers that wait for a person. */
final class InboxVerbs {
    private final Services services;

    InboxVerbs(Services services) {
        this.services = services;
    }

    int list(Exchange exchange) throws FerryException {
        services.need(InboxService.class).pending().forEach(offer -> exchange.emit("offer", Views.offer(offer, services)));
        return ExitCodes.OK;
    }

    int accept(Exchange exchange) throws FerryException, InterruptedException {
        OfferView offer = find(exchange);
        Optional<ShareHandle> share = services.need(InboxService.class).answer(offer.id(), answer(exchange.arguments(), true));
        exchange.emit("consent", Views.object().add("offer", offer.id().toString()).add("accepted", true));
        if (share.isEmpty() || exchange.arguments().flag("detach")) {
            return ExitCodes.OK;
        }
        // The daemon owns this transfer: going away from watching it does not end it.
        return new ShareWatch(exchange, share.get(), Optional.empty()).await();
    }

    int reject(Exchange exchange) throws FerryException {
        OfferView offer = find(exchange);
        services.need(InboxService.class).answer(offer.id(), answer(exchange.arguments(), false));
        exchange.emit("consent", Views.object().add("offer", offer.id().toString()).add("accepted", false));
        return ExitCodes.OK;
    }

    static InboxService.Answer answer(Arguments arguments, boolean accept) throws FerryException {
        if (!accept) {
            return new InboxService.Answer.Reject(arguments.flag("block"));
        }
        Optional<String> typed = arguments.text("folder");
        Optional<Path> folder = typed.isPresent() ? Optional.of(arguments.path(typed.get())) : Optional.empty();
        return new InboxService.Answer.Accept(Set.of(), folder, arguments.constant(ConflictPolicy.class, "conflict").orElse(ConflictPolicy.RENAME));
    }

    /** By the beginning of its id, as long as only one fits; without an id the only one that waits. */
    private OfferView find(Exchange exchange) throws FerryException {
        String typed = exchange.arguments().text("offer").orElse("");
        List<OfferView> pending = services.need(InboxService.class).pending();
        List<OfferView> found = pending.stream().filter(o -> o.id().toString().startsWith(typed)).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> candidates = found.stream().map(OfferView::id).map(UUID::toString).toList();
        throw new FerryException(found.isEmpty()
                ? new Problem.NotFound(typed, pending.isEmpty() ? "No offer is waiting. It may have been answered elsewhere, or its time ran out." : "No waiting offer has an id that begins with \"" + typed + "\". List them with: ferry inbox")
                : new Problem.Ambiguous(typed, candidates, "Several offers wait. Name one: " + String.join(", ", candidates)));
    }
}
