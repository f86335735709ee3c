package dev.ferry.edge.control.internal;

import dev.ferry.api.PairingService;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Shows a code, or types one. */
final class PairVerb implements Verbs.Verb {
    private final Services services;

    PairVerb(Services services) {
        this.services = services;
    }

    @Override
    public int run(Exchange exchange) throws FerryException, InterruptedException {
        PairingService pairing = services.need(PairingService.class);
        Optional<String> code = exchange.arguments().text("code");
        if (code.isPresent()) {
            CompletableFuture<DeviceRelationship.Paired> joined = pairing.join(code.get()).toCompletableFuture();
            exchange.onCancel(() -> joined.cancel(false));
            return told(exchange, joined);
        }
        try (PairingService.Showing showing = pairing.show()) {
            exchange.onCancel(showing::close);
            exchange.emit("code", Views.object().add("code", showing.code()).add("ticket", showing.ticket()).add("expires", showing.expires().toString()));
            return told(exchange, showing.result());
        }
    }

    private static int told(Exchange exchange, CompletionStage<DeviceRelationship.Paired> result) throws FerryException, InterruptedException {
        Exchange.Outcome<DeviceRelationship.Paired> outcome = exchange.await(result);
        if (outcome.value().isEmpty()) {
            throw exchange.cancelled() ? new FerryException(new Problem.Cancelled(false, "Pairing was cancelled here; the code is void.")) : failure(outcome.failure());
        }
        DeviceRelationship.Paired paired = outcome.value().get();
        var json = Views.object().add("name", paired.name()).add("id", paired.id().hex());
        Views.relationship(json, paired);
        exchange.emit("device", json);
        exchange.emit("done", Views.object().add("state", "paired").add("name", paired.name()).add("id", paired.id().hex()).add("relationship", paired.governedBy()));
        return ExitCodes.OK;
    }

    private static FerryException failure(Optional<Throwable> failure) {
        Throwable cause = failure.filter(f -> f instanceof CompletionException && f.getCause() != null).map(Throwable::getCause).or(() -> failure).orElse(null);
        return cause instanceof FerryException known ? known
                : new FerryException(new Problem.InternalError("Pairing failed inside Ferry. The daemon's log has the details."), cause);
    }
}
