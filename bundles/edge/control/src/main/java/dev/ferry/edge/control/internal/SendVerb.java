package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareService;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shares files with whoever is named, each by a share of its own, or with the one who types the code that is shown. */
final class SendVerb implements Verbs.Verb {
    private static final Logger LOG = LoggerFactory.getLogger(SendVerb.class);
    /** In place of a device. One of that name is named by its id. */
    private static final String AUTO = "auto";
    /** Keep it until its device is there. */
    private static final String LATER = "later";

    private final Services services;

    SendVerb(Services services) {
        this.services = services;
    }

    @Override
    public int run(Exchange exchange) throws FerryException, InterruptedException {
        Arguments arguments = exchange.arguments();
        ShareService shares = services.need(ShareService.class);
        List<String> targets = arguments.texts("to");
        if (arguments.flag("move") && targets.size() > 1) {
            throw new FerryException(new Problem.BadRequest("What is moved can be at one device only. Send it to the others first, without moving it."));
        }
        List<ShareHandle> handles = new ArrayList<>();
        exchange.onCancel(() -> handles.forEach(ShareHandle::cancel));
        if (targets.isEmpty() && arguments.flag(LATER)) {
            throw new FerryException(new Problem.BadRequest("What is to be sent later needs a paired device, named with --to."));
        }
        if (targets.isEmpty()) {
            handles.add(shares.share(request(arguments, new ShareTarget.CodeHolder(), services)));
            CompletableFuture<Integer> end = new ShareWatch(exchange, handles.get(0), Optional.empty()).start().toCompletableFuture();
            if (arguments.flag("suggest")) {
                suggest(exchange, end);
            }
            return exchange.await(end).value().orElseThrow(() -> new IllegalStateException("A share's result came exceptionally"));
        }
        if (targets.stream().anyMatch(SendVerb::isAuto)) {
            CompletableFuture<Void> heard = SuggestVerb.listening(arguments);
            exchange.onCancel(() -> heard.complete(null));
            exchange.await(heard);
            if (exchange.cancelled()) {
                throw new FerryException(new Problem.Cancelled(false, "The share was cancelled before anybody was chosen."));
            }
            exchange.onCancel(() -> handles.forEach(ShareHandle::cancel));
        }
        List<CompletableFuture<Integer>> ends = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (String target : targets) {
            try {
                ends.add(begin(exchange, shares, target, handles));
            } catch (FerryException e) {
                if (e.problem() instanceof Problem.NotFound && !arguments.flag(LATER)) {
                    absent.add(target);
                } else {
                    ends.add(CompletableFuture.completedFuture(refused(exchange, target, e.problem())));
                }
            }
        }
        if (!absent.isEmpty()) {
            new Appearance(services.need(DeviceService.class)).await(exchange, absent);
            exchange.onCancel(() -> handles.forEach(ShareHandle::cancel));
        }
        for (String target : absent) {
            try {
                if (exchange.cancelled()) {
                    throw new FerryException(new Problem.Cancelled(false, "The share with " + target + " was cancelled before it was seen."));
                }
                ends.add(begin(exchange, shares, target, handles));
            } catch (FerryException e) {
                ends.add(CompletableFuture.completedFuture(refused(exchange, target, e.problem())));
            }
        }
        exchange.await(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)));
        return together(ends.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Integer> begin(Exchange exchange, ShareService shares, String target, List<ShareHandle> handles) throws FerryException {
        ShareRequest request = request(exchange.arguments(), isAuto(target) ? Choosing.auto(exchange.arguments()) : new ShareTarget.DeviceIdentifier(target), services);
        boolean later = exchange.arguments().flag(LATER);
        ShareHandle handle = later ? shares.queue(request) : shares.share(request);
        handles.add(handle);
        return new ShareWatch(exchange, handle, label(exchange, target), later ? ExitCodes.OK : ExitCodes.NETWORK).start().toCompletableFuture();
    }

    private static int refused(Exchange exchange, String target, Problem problem) throws FerryException {
        exchange.emit("error", label(exchange, target).map(l -> Views.problem(problem).add("to", l)).orElseGet(() -> Views.problem(problem)));
        return ExitCodes.of(problem);
    }

    /** Which of several it is; one alone needs no name. */
    private static Optional<String> label(Exchange exchange, String target) throws FerryException {
        return exchange.arguments().texts("to").size() > 1 ? Optional.of(target) : Optional.empty();
    }

    /** Nothing missing anywhere is that; something done and something not is a part; nothing done is the worst of it. */
    static int together(List<Integer> exits) {
        int worst = exits.stream().max(Integer::compare).orElseThrow();
        Set<Integer> whole = Set.of(ExitCodes.OK, ExitCodes.NOTHING_TO_DO);
        if (whole.containsAll(exits)) {
            return exits.contains(ExitCodes.OK) ? ExitCodes.OK : ExitCodes.NOTHING_TO_DO;
        }
        return exits.stream().anyMatch(exit -> whole.contains(exit) || exit == ExitCodes.PARTIAL) ? ExitCodes.PARTIAL : worst;
    }

    private static boolean isAuto(String target) {
        return target.equalsIgnoreCase(AUTO);
    }

    /** Beside the code, once there was time to hear of somebody; what goes wrong with it leaves the share as it is. */
    private void suggest(Exchange exchange, CompletableFuture<Integer> end) throws FerryException {
        SuggestVerb.listening(exchange.arguments()).thenRun(() -> exchange.later(() -> {
            try {
                if (!end.isDone()) {
                    SuggestVerb.emit(exchange, services.need(DeviceService.class));
                }
            } catch (FerryException e) {
                LOG.debug("Nobody is suggested: {}", e.problem().code());
            }
        }));
    }

    static List<ShareRequest.Item> items(Arguments arguments) throws FerryException {
        List<ShareRequest.Item> items = new ArrayList<>();
        for (String typed : arguments.texts("files")) {
            items.add(new ShareRequest.Item(arguments.path(typed), typed.endsWith("/")));
        }
        return items;
    }

    /** What the person did not choose suits the circumstances. */
    private static ShareRequest request(Arguments arguments, ShareTarget target, Services services) throws FerryException {
        List<ShareRequest.Item> items = items(arguments);
        if (items.isEmpty()) {
            throw new FerryException(new Problem.BadRequest("There is nothing to send. Name at least one file or folder."));
        }
        Optional<Duration> timeout = arguments.number("timeoutMillis").stream().mapToObj(Duration::ofMillis).findFirst();
        ShareOptions defaults = ShareOptions.forContext(Surroundings.of(arguments, items, target, services));
        return new ShareRequest(items, target, arguments.text("message"), new ShareOptions(
                arguments.constant(ShareOptions.Priority.class, "priority").orElse(defaults.priority()),
                arguments.flag("move") ? ShareOptions.Kind.MOVE : defaults.kind(), arguments.number("limit"), timeout, defaults.visibility(), defaults.preserveTimes(), defaults.resumable(),
                arguments.constant(ShareOptions.Compression.class, "compress").orElse(defaults.compression())));
    }
}
