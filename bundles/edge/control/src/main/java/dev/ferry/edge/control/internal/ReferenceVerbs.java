package dev.ferry.edge.control.internal;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.ReferenceEntry;
import dev.ferry.api.ReferenceRequest;
import dev.ferry.api.ReferenceService;
import dev.ferry.api.ReferenceView;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareService;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** References: given, listed, used and revoked. */
final class ReferenceVerbs {
    private final Services services;

    ReferenceVerbs(Services services) {
        this.services = services;
    }

    int give(Exchange exchange) throws FerryException, InterruptedException {
        Arguments arguments = exchange.arguments();
        Optional<Duration> life = arguments.number("lifeMillis").stream().mapToObj(Duration::ofMillis).findFirst();
        ReferenceService references = services.need(ReferenceService.class);
        ReferenceService.Given given = references.give(new ReferenceRequest(SendVerb.items(arguments), new ShareTarget.DeviceIdentifier(arguments.need("to")), access(arguments), life,
                arguments.text("message")));
        exchange.onCancel(() -> takeBack(references, given.id()));
        references.find(given.id()).ifPresent(offered -> exchange.emit("reference", Views.reference(offered)));
        Exchange.Outcome<ReferenceView> answer = exchange.await(given.answer());
        if (answer.value().isEmpty()) {
            throw answer.failure().map(ReferenceVerbs::problem).orElseThrow();
        }
        exchange.emit("reference", Views.reference(answer.value().get()));
        return ExitCodes.OK;
    }

    private static AccessLevel access(Arguments arguments) throws FerryException {
        return switch (arguments.text("access").orElse("read").toLowerCase(Locale.ROOT)) {
            case "list" -> AccessLevel.LIST_ONLY;
            case "read" -> AccessLevel.READ_ONLY;
            case "write" -> AccessLevel.READ_WRITE;
            default -> throw new FerryException(new Problem.BadRequest("The request's \"access\" must be one of list, read, write."));
        };
    }

    private static void takeBack(ReferenceService references, UUID id) {
        try {
            references.revoke(id);
        } catch (FerryException e) {
            // It was never written down, and so never given.
        }
    }

    private static FerryException problem(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof FerryException known ? known : new FerryException(new Problem.InternalError("The reference could not be given by a fault of Ferry: " + cause.getClass().getSimpleName()));
    }

    int list(Exchange exchange) throws FerryException {
        services.need(ReferenceService.class).references().forEach(reference -> exchange.emit("reference", Views.reference(reference)));
        return ExitCodes.OK;
    }

    /** What is in one of them, as it comes. */
    int show(Exchange exchange) throws FerryException, InterruptedException {
        Arguments arguments = exchange.arguments();
        ReferenceService references = services.need(ReferenceService.class);
        UUID id = find(references, exchange).id();
        try {
            long skipped = references.list(id, arguments.text("path").orElse(""), arguments.flag("whole"), page -> tell(exchange, page));
            exchange.emit("listed", Views.object().add("skipped", skipped));
            return ExitCodes.OK;
        } catch (CancellationException e) {
            throw new FerryException(new Problem.Cancelled(false, "The list was not wanted any more."));
        }
    }

    private static void tell(Exchange exchange, List<ReferenceEntry> page) {
        exchange.catchUp();
        if (exchange.cancelled()) {
            throw new CancellationException();
        }
        page.forEach(entry -> exchange.emit("entry", Views.entry(entry)));
    }

    int get(Exchange exchange) throws FerryException, InterruptedException {
        Arguments arguments = exchange.arguments();
        ReferenceService references = services.need(ReferenceService.class);
        Path folder = arguments.path(arguments.text("folder").orElse("."));
        UUID id = find(references, exchange).id();
        services.need(ShareService.class).demandReceivable(folder);
        return watch(exchange, references.get(id, arguments.texts("paths"), folder, arguments.constant(ConflictPolicy.class, "conflict").orElse(ConflictPolicy.SKIP)));
    }

    int put(Exchange exchange) throws FerryException, InterruptedException {
        ReferenceService references = services.need(ReferenceService.class);
        return watch(exchange, references.put(find(references, exchange).id(), SendVerb.items(exchange.arguments())));
    }

    private static int watch(Exchange exchange, ShareHandle share) throws InterruptedException {
        exchange.onCancel(share::cancel);
        return new ShareWatch(exchange, share, Optional.empty()).await();
    }

    int revoke(Exchange exchange) throws FerryException {
        ReferenceService references = services.need(ReferenceService.class);
        exchange.emit("reference", Views.reference(references.revoke(find(references, exchange).id())));
        return ExitCodes.OK;
    }

    /** By the beginning of its id, as long as only one fits. */
    private static ReferenceView find(ReferenceService references, Exchange exchange) throws FerryException {
        String typed = exchange.arguments().need("reference");
        List<ReferenceView> found = references.references().stream().filter(reference -> reference.id().toString().startsWith(typed)).toList();
        if (found.size() == 1 && !typed.isEmpty()) {
            return found.get(0);
        }
        List<String> candidates = found.stream().map(reference -> reference.id().toString()).toList();
        throw new FerryException(found.isEmpty()
                ? new Problem.NotFound(typed, "No reference has an id that begins with \"" + typed + "\". List them with: ferry refs")
                : new Problem.Ambiguous(typed, candidates, "Several references fit. Name one: " + String.join(", ", candidates)));
    }
}
