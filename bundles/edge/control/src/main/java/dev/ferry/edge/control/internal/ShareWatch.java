package dev.ferry.edge.control.internal;

import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareView;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Problem;
import dev.ferry.model.RecoveryAction;
import dev.ferry.model.Registration;
import dev.ferry.model.TransferState;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Tells a client about one share: its code once, consent when it is waited for, progress, what is done about trouble, and exactly one last event: {@code done} for a share that
 * completed, {@code error} for one that did not, {@code queued} for one that waits for its device and goes on when nobody looks.
 */
final class ShareWatch {
    private static final String ASKING = "consent";
    private static final String QUEUED = "queued";

    private final Exchange exchange;
    private final ShareHandle handle;
    private final Optional<String> target;
    private final int queued;
    private boolean choiceTold;
    private boolean codeTold;
    private boolean askingTold;
    private Optional<RecoveryAction> recoveryTold = Optional.empty();
    private JsonObject lastProgress = JsonObject.EMPTY_JSON_OBJECT;
    private Optional<Problem> cause = Optional.empty();
    private boolean over;

    /**
     * @param target as the person typed it, where several shares run beside each other
     * @param queued the exit code where the share waits for its device
     */
    ShareWatch(Exchange exchange, ShareHandle handle, Optional<String> target, int queued) {
        this.exchange = exchange;
        this.handle = handle;
        this.target = target;
        this.queued = queued;
    }

    ShareWatch(Exchange exchange, ShareHandle handle, Optional<String> target) {
        this(exchange, handle, target, ExitCodes.NETWORK);
    }

    /** Tells until the share's end, and completes then, on the verb's thread, with the exit code. */
    CompletionStage<Integer> start() {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Registration registration = handle.follow(view -> {
            changed(view);
            if (view.phase().equals(QUEUED)) {
                exchange.later(() -> waits(view).ifPresent(ended::complete));
            }
        });
        handle.result().whenComplete((result, failure) -> exchange.later(() -> {
            if (failure != null) {
                ended.completeExceptionally(failure);
            } else if (!ended.isDone()) {
                ended.complete(end(result));
            }
        }));
        ended.whenComplete((exit, failure) -> registration.close());
        return ended;
    }

    private synchronized Optional<Integer> waits(ShareView view) {
        if (over) {
            return Optional.empty();
        }
        over = true;
        exchange.emit(QUEUED, named(Views.transfer(view, handle.pace()).add("exit", queued)));
        return Optional.of(queued);
    }

    /** As {@link #start()}, waiting. Called by the verb's thread. */
    int await() throws InterruptedException {
        return exchange.await(start()).value().orElseThrow(() -> new IllegalStateException("A share's result came exceptionally"));
    }

    /** Cancels the share, for another reason than that a person did. */
    synchronized void giveUp(Problem reason) {
        cause = Optional.of(reason);
        handle.cancel();
    }

    private synchronized void changed(ShareView view) {
        if (over) {
            return;
        }
        if (view.choice().isPresent() && view.peer().isPresent() && !choiceTold) {
            choiceTold = true;
            exchange.emit("chosen", named(Views.share(view).add("why", view.choice().get())));
        }
        if (view.code().isPresent() && !codeTold) {
            codeTold = true;
            ShareView.ShownCode code = view.code().get();
            exchange.emit("code", named(Views.object().add("code", code.code()).add("ticket", code.ticket()).add("expires", code.expires().toString())
                    .add("share", view.id().toString())));
        }
        if (view.phase().equals(ASKING) != askingTold) {
            askingTold = !askingTold;
            if (askingTold && view.outgoing()) {
                exchange.emit("consent", named(Views.share(view).add("words", Views.array(view.checkWords()))));
            }
        }
        if (!view.recovery().equals(recoveryTold)) {
            recoveryTold = view.recovery();
            recoveryTold.ifPresent(step -> exchange.emit("recovery", named(Views.recovery(view, step))));
        }
        JsonObject progress = named(Views.progress(view)).build();
        if (!view.state().isFinal() && !progress.equals(lastProgress)) {
            lastProgress = progress;
            exchange.emit("progress", Json.PROVIDER.createObjectBuilder(progress));
        }
    }

    private synchronized int end(ShareResult result) {
        over = true;
        JsonObjectBuilder json = Views.result(handle.view(), result);
        if (result.state() == TransferState.COMPLETED) {
            exchange.emit("done", named(json));
            return result.skippedCount() > result.unchanged() ? ExitCodes.PARTIAL : result.files() == 0 ? ExitCodes.NOTHING_TO_DO : ExitCodes.OK;
        }
        Problem problem = cause.or(result::problem).orElseGet(() -> new Problem.Cancelled(false, "The transfer was cancelled here."));
        Views.problem(problem).build().forEach(json::add);
        if (isAway(problem)) {
            json.add("paired", true);
        }
        exchange.emit("error", named(json));
        return ExitCodes.of(problem);
    }

    /** It may be kept for a device that is a pair and was not there. */
    private boolean isAway(Problem problem) {
        ShareView view = handle.view();
        return view.outgoing() && view.link().isEmpty() && view.peer().filter(DeviceRelationship.Paired.class::isInstance).isPresent()
                && (problem instanceof Problem.NotFound || problem instanceof Problem.NetworkError
                        // What is switched off says nothing at all.
                        || problem instanceof Problem.TimeoutError timeout && timeout.timer() == Problem.TimeoutError.Timer.CONNECT);
    }

    private JsonObjectBuilder named(JsonObjectBuilder json) {
        target.ifPresent(t -> json.add("to", t));
        return json;
    }
}
