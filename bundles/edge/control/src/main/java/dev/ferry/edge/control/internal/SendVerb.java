package dev.ferry.edge.control.internal;

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
import java.util.concurrent.CompletableFuture;

/** Shares files with whoever is named, each by a share of its own, or with the one who types the code that is shown. */
final class SendVerb implements Verbs.Verb {
    private final Services services;

    SendVerb(Services services) {
        this.services = services;
    }

    @Override
    public int run(Exchange exchange) throws FerryException, InterruptedException {
        Arguments arguments = exchange.arguments();
        ShareService shares = services.need(ShareService.class);
        List<String> targets = arguments.texts("to");
        List<ShareWatch> watches = new ArrayList<>();
        List<ShareHandle> handles = new ArrayList<>();
        List<Integer> exits = new ArrayList<>();
        exchange.onCancel(() -> handles.forEach(ShareHandle::cancel));
        if (targets.isEmpty()) {
            handles.add(shares.share(request(arguments, new ShareTarget.CodeHolder())));
            return new ShareWatch(exchange, handles.get(0), Optional.empty()).await();
        }
        for (String target : targets) {
            Optional<String> label = targets.size() > 1 ? Optional.of(target) : Optional.empty();
            try {
                handles.add(shares.share(request(arguments, new ShareTarget.DeviceIdentifier(target))));
                watches.add(new ShareWatch(exchange, handles.get(handles.size() - 1), label));
            } catch (FerryException e) {
                exchange.emit("error", label.map(l -> Views.problem(e.problem()).add("to", l)).orElseGet(() -> Views.problem(e.problem())));
                exits.add(ExitCodes.of(e.problem()));
            }
        }
        List<CompletableFuture<Integer>> ends = watches.stream().map(watch -> watch.start().toCompletableFuture()).toList();
        exchange.await(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)));
        ends.forEach(end -> exits.add(end.join()));
        return together(exits);
    }

    /** All the same is that; some done and some not is a part. */
    static int together(List<Integer> exits) {
        return exits.stream().distinct().count() == 1 ? exits.get(0) : exits.contains(ExitCodes.OK) || exits.contains(ExitCodes.PARTIAL) ? ExitCodes.PARTIAL : exits.get(0);
    }

    private static ShareRequest request(Arguments arguments, ShareTarget target) throws FerryException {
        List<ShareRequest.Item> items = new ArrayList<>();
        for (String typed : arguments.texts("files")) {
            items.add(new ShareRequest.Item(arguments.path(typed), typed.endsWith("/")));
        }
        if (items.isEmpty()) {
            throw new FerryException(new Problem.BadRequest("There is nothing to send. Name at least one file or folder."));
        }
        Optional<Duration> timeout = arguments.number("timeoutMillis").stream().mapToObj(Duration::ofMillis).findFirst();
        ShareOptions defaults = ShareOptions.DEFAULT;
        return new ShareRequest(items, target, arguments.text("message"), new ShareOptions(
                arguments.constant(ShareOptions.Priority.class, "priority").orElse(defaults.priority()),
                defaults.kind(), arguments.number("limit"), timeout, defaults.visibility(), defaults.preserveTimes(), defaults.resumable()));
    }
}
