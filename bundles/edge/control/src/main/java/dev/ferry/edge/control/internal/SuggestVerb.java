package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.SuggestedTarget;
import dev.ferry.model.FerryException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Whom files may be meant for. Sends nothing. */
final class SuggestVerb implements Verbs.Verb {
    private final Services services;

    SuggestVerb(Services services) {
        this.services = services;
    }

    @Override
    public int run(Exchange exchange) throws FerryException, InterruptedException {
        Arguments arguments = exchange.arguments();
        DeviceService devices = services.need(DeviceService.class);
        CompletableFuture<Void> heard = listening(arguments);
        exchange.onCancel(() -> heard.complete(null));
        exchange.await(heard);
        emit(exchange, devices);
        return ExitCodes.OK;
    }

    /** Over when there was time to hear of devices: at once where somebody has been listening. */
    static CompletableFuture<Void> listening(Arguments arguments) throws FerryException {
        long millis = arguments.number("listenMillis").orElse(0);
        return millis > 0 ? new CompletableFuture<Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS) : CompletableFuture.completedFuture(null);
    }

    static void emit(Exchange exchange, DeviceService devices) throws FerryException {
        Arguments arguments = exchange.arguments();
        for (SuggestedTarget suggested : devices.suggest(SendVerb.items(arguments), Choosing.auto(arguments))) {
            exchange.emit("suggestion", Views.device(suggested.device()).add("score", suggested.score()).add("reasons", Views.array(suggested.reasons())));
        }
    }
}
